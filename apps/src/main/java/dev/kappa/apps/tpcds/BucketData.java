package dev.kappa.apps.tpcds;

import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.apps.files.WorkDirectory;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.io.InputStream;
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

  private Optional<byte[]> manifest() {
    return bucket().read(key(MANIFEST));
  }

  @Override
  public boolean isWhole() {
    return manifest().isPresent();
  }

  @Override
  public int number(String table) {
    return listed(table).size();
  }

  private List<Listed> listed(String table) {
    byte[] manifest = manifest().orElseThrow(() -> gone(MANIFEST));
    List<Listed> listed = Manifest.parse(manifest, address.with(key(MANIFEST))).of(table);
    if (listed.isEmpty()) {
      throw gone(table);
    }
    return listed;
  }

  /** A file is fetched once for all who work in one directory, or twice if two ask at once. */
  @Override
  public List<Path> files(String table, List<Integer> numbers, WorkDirectory work)
      throws IOException {
    List<Listed> listed = listed(table);
    List<Path> files = new ArrayList<>();
    for (int number : numbers) {
      String name = "data-%s-%05d.parquet".formatted(table, number);
      files.add(work.keep(name, draft -> fetch(listed.get(number), draft)));
    }
    return files;
  }

  private Listed fetch(Listed file, Path draft) throws IOException {
    String key = key(file.name());
    try (InputStream in = bucket().open(key, 0)) {
      Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
    } catch (KappaException e) {
      throw e.code() == ErrorCode.OBJECT_NOT_FOUND ? gone(file.name()) : e;
    }
    file.require(draft, address.with(key));
    return file;
  }

  @Override
  public WorkDirectory work() throws IOException {
    return WorkDirectory.ofStep();
  }

  @Override
  public void add(String table, int number, Path part) throws IOException {
    bucket().write(key(DataSet.name(table, number)), out -> Files.copy(part, out));
  }

  @Override
  public void complete(List<Listed> files) {
    bucket().write(key(MANIFEST), new Manifest(files).bytes());
  }

  @Override
  public Generate.Result measured() {
    Map<String, Long> sizes = new HashMap<>();
    for (ObjectEntry entry : bucket().list(key(""), MOST)) {
      sizes.put(entry.key(), entry.size());
    }
    long files = 0;
    long bytes = 0;
    for (String table : Tables.NAMES) {
      for (Listed listed : listed(table)) {
        String name = listed.name();
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
