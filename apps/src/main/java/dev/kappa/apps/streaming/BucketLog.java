package dev.kappa.apps.streaming;

import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Objects that are segments: those directly below a key and a slash, or the one that has the key. A
 * place where nothing is yet is an empty log, since buckets have no directories.
 */
record BucketLog(ObjectAddress address) implements LogPlace {
  /** How many objects are looked at: as many as there may be below a log. */
  private static final int MOST = 50_000;

  static BucketLog at(String given) {
    return new BucketLog(ObjectAddress.parse("input.log", given.replaceFirst("/+$", "")));
  }

  @Override
  public NavigableMap<Integer, Segment> segments() {
    if (isSingle()) {
      NavigableMap<Integer, Segment> single = new TreeMap<>();
      single.put(0, new ObjectSegment(address));
      return single;
    }
    String prefix = prefix();
    List<ObjectSegment> found = new ArrayList<>();
    for (ObjectEntry entry : listed(prefix)) {
      if (entry.key().indexOf('/', prefix.length()) < 0) {
        found.add(new ObjectSegment(address.with(entry.key())));
      }
    }
    return LogPlace.byNumber(found);
  }

  private List<ObjectEntry> listed(String prefix) {
    List<ObjectEntry> all = address.open().list(prefix, MOST + 1);
    if (all.size() > MOST) {
      throw Settings.invalid(
          "log: there are more than %d objects below %s (expected: fewer; delete what was counted)"
              .formatted(MOST, address));
    }
    return all;
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
