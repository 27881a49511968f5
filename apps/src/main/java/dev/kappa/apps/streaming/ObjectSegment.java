package dev.kappa.apps.streaming;

import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.objects.ObjectEntry;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/** A segment that is an object. It grows when it is replaced by one that begins alike. */
record ObjectSegment(ObjectAddress address) implements Segment {
  @Override
  public String name() {
    return address.key().substring(address.key().lastIndexOf('/') + 1);
  }

  @Override
  public long size() throws IOException {
    return address
        .open()
        .find(address.key())
        .map(ObjectEntry::size)
        .orElseThrow(() -> new NoSuchFileException(toString()));
  }

  /** Fetches no more than these bytes. */
  @Override
  public byte[] read(long from, long to) throws IOException {
    int length = Math.toIntExact(to - from);
    try (InputStream in = address.open().open(address.key(), from)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException(shorter(from + bytes.length, to));
      }
      return bytes;
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
