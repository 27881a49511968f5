package dev.kappa.apps.files;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place where data is. Applications find and read their files through it, and know no other way.
 */
public sealed interface Storage permits LocalStorage, ObjectStorage {
  /** The scheme of an address, as in {@code s3://bucket/key}. */
  Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");

  /**
   * {@return the place that {@code location} names}
   *
   * @param location a path, a pattern of paths, or a {@link DataFile#uri}
   * @throws KappaException with {@link ErrorCode#INVALID_INPUT} if it is of an unknown kind
   */
  static Storage of(String location) {
    Matcher address = SCHEME.matcher(location);
    if (address.matches() && address.group(1).equals("s3")) {
      return ObjectStorage.at(location);
    }
    if (address.matches() && !address.group(1).equals("file")) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.path: '%s': nothing reads %s:// (expected: a path that workers can read, or s3://BUCKET/KEY)"
              .formatted(location, address.group(1)));
    }
    return new LocalStorage();
  }

  /**
   * {@return what is at {@code location}}
   *
   * @throws KappaException with {@link ErrorCode#FILE_NOT_FOUND} if nothing is there, or if any of
   *     it can't be read: there is no list that leaves something out
   */
  Listing list(String location) throws IOException;

  /**
   * {@return the file, to be read from the byte {@code from} on}
   *
   * @throws IOException if it was changed since it was found, or can't be read
   */
  ReadableByteChannel open(DataFile file, long from) throws IOException;

  /**
   * What was found.
   *
   * @param files in the order of {@link DataFile#BY_NAME}
   * @param single whether the location is one file, not a place of files
   */
  record Listing(List<DataFile> files, boolean single) {}
}
