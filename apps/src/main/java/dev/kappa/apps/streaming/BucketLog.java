package dev.kappa.apps.streaming;

import dev.kappa.apps.files.ObjectAddress;
import java.io.IOException;
import java.util.NavigableMap;

/**
 * Objects that are segments: those directly below a key and a slash, or the one that has the key. A
 * place where nothing is yet is an empty log, since buckets have no directories.
 */
record BucketLog(ObjectAddress address) implements LogPlace {
  static BucketLog at(String given) {
    return new BucketLog(ObjectAddress.parse("input.log", given.replaceFirst("/+$", "")));
  }

  @Override
  public NavigableMap<Integer, Segment> segments(int from) {
    if (from == 0 && isSingle()) {
      return LogPlace.single(new ObjectSegment(address));
    }
    return new BucketSegments(address, address.open()).from(from);
  }

  private String prefix() {
    return address.key().isEmpty() ? "" : address.key() + "/";
  }

  @Override
  public boolean isSingle() {
    return !address.key().isEmpty() && address.open().find(address.key()).isPresent();
  }

  /** To add to an object is to write it anew. */
  @Override
  public boolean grows() {
    return false;
  }

  @Override
  public void write(int segment, long offset, byte[] lines) throws IOException {
    if (offset != 0) {
      throw new IOException("segment %d of %s can't be added to".formatted(segment, address));
    }
    address.open().write(prefix() + LogPlace.name(segment), lines);
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
