package dev.kappa.apps.tpcds;

import dev.kappa.StepContext;
import dev.kappa.apps.files.ObjectAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in a bucket. Data is made where it is to be, since objects can't be renamed.
 *
 * @param address what the keys of all scales begin with, without the slash behind it
 * @param scale as it is in names
 */
record BucketPlace(ObjectAddress address, String scale) implements Place {
  private static final int TRIES = 100;

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
  public void publish(DataSet draft, List<Listed> files) throws IOException {
    draft.complete(files);
  }

  /** The pieces that were made are those that the next run makes. */
  @Override
  public void drop(DataSet draft) {}

  // ---- who makes it

  private ObjectAddress ticketObject() {
    return below("sf-%s.ticket".formatted(scale));
  }

  /**
   * Whoever finds none draws one: of two that do so at once, one has made it, and both find it. If
   * it is given back just when it was found, another one is drawn.
   */
  @Override
  public String ticket() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<String> held = held();
      if (held.isPresent()) {
        return held.get();
      }
      byte[] drawn = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
      boolean unused = ticketObject().open().create(ticketObject().key(), drawn);
    }
    throw new IOException("%s is given back each time that it is read".formatted(ticketObject()));
  }

  private Optional<String> held() {
    ObjectAddress ticket = ticketObject();
    return ticket.open().read(ticket.key()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void forget(String ticket) {
    if (held().filter(ticket::equals).isPresent()) {
      ticketObject().open().delete(List.of(ticketObject().key()));
    }
  }
}
