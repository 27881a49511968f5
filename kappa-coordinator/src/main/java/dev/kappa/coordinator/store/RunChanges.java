package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a batch changes of one run: of several changes of the same thing, the last. They are applied
 * in the order of the accessors here.
 */
final class RunChanges {
  /** Scores of sorted sets are exact up to here; later wake times count as never. */
  static final long LAST_EXACT_TIME = 1L << 53;

  private final String run;
  private final Map<String, byte[]> puts = new LinkedHashMap<>();
  private final Set<String> removes = new LinkedHashSet<>();
  private final Set<String> droppedBlobs = new LinkedHashSet<>();
  private Change.@Nullable Listed listed;
  private byte @Nullable [] result;
  private @Nullable Change wake;
  private Change.@Nullable Retire retire;

  RunChanges(String run) {
    this.run = run;
  }

  void add(Change change) {
    if (retire != null && !(change instanceof Change.Unwake)) {
      throw new KappaException(
          ErrorCode.INTERNAL, "run " + run + " changes after it was retired in the same batch");
    }
    switch (change) {
      case Change.Put put -> {
        removes.remove(put.field());
        puts.put(put.field(), put.value());
      }
      case Change.Remove remove -> {
        puts.remove(remove.field());
        removes.add(remove.field());
      }
      case Change.DropBlob drop -> droppedBlobs.add(drop.name());
      case Change.Listed entry -> listed = entry;
      case Change.Result last -> result = last.value();
      case Change.Wake at -> wake = at;
      case Change.Unwake unwake -> wake = unwake;
      case Change.Retire last -> {
        puts.clear();
        removes.clear();
        droppedBlobs.clear();
        wake = new Change.Unwake(run);
        retire = last;
      }
    }
  }

  String run() {
    return run;
  }

  Map<String, byte[]> puts() {
    return puts;
  }

  Set<String> removes() {
    return removes;
  }

  Set<String> droppedBlobs() {
    return droppedBlobs;
  }

  Change.@Nullable Listed listed() {
    return listed;
  }

  byte @Nullable [] result() {
    return result;
  }

  /** {@return a {@link Change.Wake}, a {@link Change.Unwake} or null} */
  @Nullable Change wake() {
    return wake;
  }

  /** {@return whether nothing changes but fields of the run and when it wakes} */
  boolean onlyFields() {
    return result == null && listed == null && retire == null && droppedBlobs.isEmpty();
  }

  Change.@Nullable Retire retire() {
    return retire;
  }
}
