package dev.kappa.coordinator.core;

import dev.kappa.coordinator.store.Change;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.ArrayList;
import java.util.List;

/**
 * How many stored payloads name each blob. Derived: not stored. A blob holds no blobs, so counting
 * is exact.
 *
 * <p>A blob that no stored payload names any more can be dropped at once. Workers never name a blob
 * in two commits: each encoding of a value gets a name of its own ({@link
 * dev.kappa.wire.Message.PutBlob}), and the coordinator copies a payload only from what is stored.
 * One exception is harmless: an error whose class a worker does not have is passed on as it came,
 * perhaps after it was not named for a while; without its blob it still has its code and message.
 * What a worker may still have to fetch is named by its task, until the commit that it sends after
 * it has fetched it.
 *
 * <p>A blob that was never named is either on its way to its first commit, or was left behind by an
 * attempt that was cut off. Only commits of the attempt in its name can name it, so it is left
 * behind once that attempt can't commit any more.
 *
 * @param named how many payloads name each
 * @param bytes how many bytes they have
 */
record Blobs(Map<String, Integer> named, long bytes) {
  static final Blobs NONE = new Blobs(HashMap.empty(), 0);
  private static final int PARTS = 4;

  /** {@return with {@code change} more namings of what {@code payload} names} */
  Blobs count(Payload payload, int change) {
    if (payload.blobs().isEmpty()) {
      return this;
    }
    Map<String, Integer> counts = named;
    long sum = bytes;
    for (String blob : payload.blobs()) {
      int before = counts.getOrElse(blob, 0);
      int count = before + change;
      counts = count == 0 ? counts.remove(blob) : counts.put(blob, count);
      sum += before == 0 ? size(blob) : count == 0 ? -size(blob) : 0;
    }
    return new Blobs(counts, sum);
  }

  /** {@return how many bytes a blob has, by its name; 0 if that does not say} */
  static long size(String blob) {
    String[] parts = blob.split("-", PARTS);
    try {
      return parts.length < PARTS ? 0 : Math.max(0, Long.parseLong(parts[2]));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  boolean names(String blob) {
    return named.containsKey(blob);
  }

  /** {@return those of the blobs that are stored for a run that no commit will ever name} */
  static List<Change> leftBehind(RunState run, List<String> stored) {
    List<Change> left = new ArrayList<>();
    for (String blob : stored) {
      if (!run.blobs().names(blob) && isLeftBehind(run, blob)) {
        left.add(new Change.DropBlob(run.id(), blob));
      }
    }
    return left;
  }

  /**
   * Names begin with the task's handle, the attempt's epoch and the size. Others are not ours to
   * drop.
   */
  private static boolean isLeftBehind(RunState run, String blob) {
    String[] parts = blob.split("-", 3);
    if (parts.length < 3) {
      return false;
    }
    try {
      TaskState task = run.tasks().getOrElse(Handle.parse(parts[0]), null);
      long epoch = Long.parseLong(parts[1]);
      return task == null || task.status() != TaskStatus.RUNNING || task.attempt().epoch() > epoch;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
