package dev.kappa.apps.files;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/**
 * Objects in a bucket. What is below a key and a slash is below it as files are below a directory.
 */
record ObjectStorage(ObjectAddress address, Bucket bucket) implements Storage {
  private static final int MOST = 50_000;

  static ObjectStorage at(String location) {
    ObjectAddress address = ObjectAddress.parse("input.path", location);
    return new ObjectStorage(address, address.open());
  }

  @Override
  public Listing list(String location) {
    String key = address.key();
    if (!key.isEmpty() && !key.endsWith("/")) {
      var single = bucket.find(key);
      if (single.isPresent()) {
        return new Listing(List.of(describe(single.get())), true);
      }
    }
    if (Wildcards.in(key)) {
      String directory = Wildcards.directory(key);
      return new Listing(below(directory, matcher(key, directory)), false);
    }
    return new Listing(below(key, name -> true), false);
  }

  private List<DataFile> below(String directory, Predicate<String> wanted) {
    String prefix = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
    List<ObjectEntry> all = bucket.list(prefix, MOST + 1);
    if (all.size() > MOST) {
      throw missing("there are more than " + MOST + " objects");
    }
    List<DataFile> files = new ArrayList<>();
    for (ObjectEntry entry : all) {
      // Consoles show empty directories by empty objects with a slash at the end.
      if (!entry.key().endsWith("/") && wanted.test(entry.key().substring(prefix.length()))) {
        files.add(describe(entry));
      }
    }
    if (files.isEmpty()) {
      throw missing("there is no such object, and none below or like it");
    }
    files.sort(DataFile.BY_NAME);
    return files;
  }

  private static Predicate<String> matcher(String pattern, String directory) {
    String relative = pattern.substring(directory.isEmpty() ? 0 : directory.length() + 1);
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + relative);
      return key -> matcher.matches(Path.of(key));
    } catch (PatternSyntaxException e) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT, "input.path: '" + pattern + "': " + e.getMessage(), e);
    }
  }

  private DataFile describe(ObjectEntry entry) {
    String name = new ObjectAddress(address.bucket(), entry.key()).toString();
    return new DataFile(
        address.encoded(entry.key()),
        Percent.encode(name.getBytes(StandardCharsets.UTF_8)),
        entry.size(),
        entry.modified());
  }

  @Override
  public ReadableByteChannel open(DataFile file, long from) throws IOException {
    String key = ObjectAddress.parse("input.path", Percent.text(file.uri())).key();
    ObjectEntry now = bucket.find(key).orElse(null);
    if (now == null) {
      throw new KappaException(
          ErrorCode.OBJECT_NOT_FOUND, file + " was deleted since the run began; start another run");
    }
    if (now.size() != file.size() || now.modified() != file.modified()) {
      throw new IOException(file + " was changed since the run began; start another run");
    }
    return Channels.newChannel(bucket.open(key, from));
  }

  private KappaException missing(String why) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND,
        "can't read '%s': %s (expected: an object, what keys of objects begin with, or a pattern)"
            .formatted(address, why));
  }
}
