package dev.kappa.apps.tpcds;

import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.apps.files.Scratch;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data in a bucket. It is made in its place, piece by piece, each the same whoever makes it, and
 * the manifest comes last: without it nobody takes what is there for data.
 *
 * @param address what all its keys begin with, without the slash behind it
 */
record BucketData(ObjectAddress address) implements DataSet {
  private static final int MOST = 100_000;

  private String key(String name) {
    return address.key() + "/" + name;
  }

  private Bucket bucket() {
    return address.open();
  }

  private Optional<List<String>> manifest() {
    return bucket()
        .read(key(MANIFEST))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList());
  }

  @Override
  public boolean isWhole() {
    return manifest().isPresent();
  }

  @Override
  public int number(String table) {
    return DataSet.number(manifest().orElseThrow(() -> gone(MANIFEST)), table)
        .orElseThrow(() -> gone(table));
  }

  /** A file is fetched once for all parts of a run, or twice if two ask at the same moment. */
  @Override
  public List<Path> files(String table, List<Integer> numbers, Scratch scratch) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int number : numbers) {
      String name = "data-%s-%05d.parquet".formatted(table, number);
      Path file = scratch.directory().resolve(name);
      if (!Files.exists(file)) {
        scratch.place(name, draft -> fetch(DataSet.name(table, number), draft));
      }
      files.add(file);
    }
    return files;
  }

  private long fetch(String name, Path draft) throws IOException {
    try (InputStream in = bucket().open(key(name), 0)) {
      return Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
    } catch (KappaException e) {
      throw e.code() == ErrorCode.OBJECT_NOT_FOUND ? gone(name) : e;
    }
  }

  /** The files of the run whose step this is: they are in a directory that all workers see. */
  @Override
  public Path work() {
    return Scratch.current().directory();
  }

  @Override
  public void add(String table, int number, Path part) throws IOException {
    bucket().write(key(DataSet.name(table, number)), out -> Files.copy(part, out));
  }

  @Override
  public void complete(List<Piece> pieces) {
    String lines = String.join("\n", DataSet.manifest(pieces)) + "\n";
    bucket().write(key(MANIFEST), lines.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Generate.Result measured() {
    List<String> manifest = manifest().orElseThrow(() -> gone(MANIFEST));
    Map<String, Long> sizes = new HashMap<>();
    for (ObjectEntry entry : bucket().list(key(""), MOST)) {
      sizes.put(entry.key(), entry.size());
    }
    long files = 0;
    long bytes = 0;
    for (String table : Tables.NAMES) {
      for (int i = 0; i < DataSet.number(manifest, table).orElse(0); i++) {
        String name = DataSet.name(table, i);
        bytes += Optional.ofNullable(sizes.get(key(name))).orElseThrow(() -> gone(name));
        files++;
      }
    }
    return new Generate.Result(toString(), files, bytes);
  }

  private KappaException gone(String what) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND,
        "%s: no such object: the data at %s is not whole (expected: whole data; delete it, and the next run makes it anew)"
            .formatted(address.with(key(what)), this));
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
