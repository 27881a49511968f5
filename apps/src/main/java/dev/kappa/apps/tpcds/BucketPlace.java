package dev.kappa.apps.tpcds;

import dev.kappa.StepContext;
import dev.kappa.apps.files.ObjectAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A place in a bucket. Data is made where it is to be, since objects can't be renamed.
 *
 * @param address what the keys of all scales begin with, without the slash behind it
 * @param scale as it is in names
 */
record BucketPlace(ObjectAddress address, String scale) implements Place {
  static BucketPlace at(String directory, String scale) {
    String trimmed = directory.replaceFirst("/+$", "");
    return new BucketPlace(ObjectAddress.parse("input.directory", trimmed), scale);
  }

  @Override
  public String base() {
    return address.toString();
  }

  private ObjectAddress below(String name) {
    return address.with(address.key().isEmpty() ? name : address.key() + "/" + name);
  }

  @Override
  public DataSet data() {
    return new BucketData(below("sf-" + scale));
  }

  /** What a run left that failed is not data, and in nobody's way. */
  @Override
  public boolean hasData() {
    return data().isWhole();
  }

  /** What is fetched, or made and not sent yet, is on the disk of the workers. */
  @Override
  public void requireSpace(Settings in) throws IOException {
    Path output = StepContext.current().outputDirectory();
    Files.createDirectories(output);
    Place.requireSpace(in, output);
  }

  @Override
  public DataSet begin() {
    return data();
  }

  @Override
  public void publish(DataSet draft, double factor) throws IOException {
    draft.complete(Piece.all(factor));
  }

  /** The pieces that were made are those that the next run makes. */
  @Override
  public void drop(DataSet draft) {}

  // ---- who makes it

  private ObjectAddress ticketObject() {
    return below("sf-%s.ticket".formatted(scale));
  }

  /**
   * Whoever finds none writes one, and takes what is there then. Two that ask in the same moment
   * may hold different ones; then the data is made twice, and is the same.
   */
  @Override
  public String ticket() {
    ObjectAddress ticket = ticketObject();
    if (ticket.open().read(ticket.key()).isEmpty()) {
      byte[] drawn = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
      ticket.open().write(ticket.key(), drawn);
    }
    byte[] held = ticket.open().read(ticket.key()).orElseThrow();
    return new String(held, StandardCharsets.UTF_8);
  }

  @Override
  public void forget(String ticket) {
    ObjectAddress object = ticketObject();
    boolean held =
        object
            .open()
            .read(object.key())
            .filter(bytes -> new String(bytes, StandardCharsets.UTF_8).equals(ticket))
            .isPresent();
    if (held) {
      object.open().delete(List.of(object.key()));
    }
  }
}
