package dev.kappa.apps.streaming;

import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.util.Arrays;

/**
 * A report in a bucket. An object can't be added to: each time it is replaced by a longer one, if
 * it is still the one that was looked at. So whoever reads it has a whole report, and none is
 * replaced by an older one: of two that write at once one looks again.
 */
record ObjectReport(ObjectAddress address) implements ReportFile {
  /** Few others write it, if any: those that were thought dead. */
  private static final int TRIES = 20;

  @Override
  public String place() {
    return address.toString();
  }

  @Override
  public void begin(byte[] line) throws IOException {
    Bucket bucket = address.open();
    for (int tries = 0; tries < TRIES; tries++) {
      if (bucket.create(address.key(), line)) {
        return;
      }
      if (bucket.find(address.key()).isPresent()) {
        requireThatItIs(bucket, line);
        return;
      }
    }
    throw contended();
  }

  private void requireThatItIs(Bucket bucket, byte[] line) throws IOException {
    if (!Arrays.equals(bucket.read(address.key(), 0, line.length + 1), line)) {
      throw taken();
    }
  }

  @Override
  public void write(long at, byte[] bytes) throws IOException {
    Bucket bucket = address.open();
    for (int tries = 0; tries < TRIES; tries++) {
      ObjectEntry now = find(bucket, at);
      if (has(bucket, now, at, bytes) || bucket.replace(address.key(), now.version(), at, bytes)) {
        return;
      }
    }
    throw contended();
  }

  private ObjectEntry find(Bucket bucket, long at) throws IOException {
    ObjectEntry now = bucket.find(address.key()).orElse(null);
    if (now == null) {
      throw gone(null);
    }
    if (now.size() < at) {
      throw cut(now.size(), at);
    }
    return now;
  }

  /** It may be longer: then this step is run again, or comes too late. */
  private boolean has(Bucket bucket, ObjectEntry now, long at, byte[] bytes) throws IOException {
    return now.size() >= at + bytes.length
        && Arrays.equals(bucket.read(address.key(), at, bytes.length), bytes);
  }

  @Override
  public void end(long end) throws IOException {
    Bucket bucket = address.open();
    for (int tries = 0; tries < TRIES; tries++) {
      ObjectEntry now = find(bucket, end);
      if (now.size() == end || bucket.replace(address.key(), now.version(), end, new byte[0])) {
        return;
      }
    }
    throw contended();
  }

  private IOException contended() {
    return new IOException("%s is written by others each time that it is read".formatted(address));
  }
}
