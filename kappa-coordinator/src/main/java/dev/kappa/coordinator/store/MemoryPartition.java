package dev.kappa.coordinator.store;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is stored of a partition in memory. Safe for use from several threads. */
final class MemoryPartition {
  private static final long NEVER = Long.MAX_VALUE;

  private final int number;
  private final InstantSource clock;
  private final Map<String, Map<String, byte[]>> runs = new HashMap<>();
  private final Map<String, Map<String, byte[]>> blobs = new HashMap<>();
  private final Map<String, byte[]> results = new HashMap<>();
  private final TimeIndex wake = new TimeIndex();
  private final TimeIndex started = new TimeIndex();
  private final TimeIndex runsExpire = new TimeIndex();
  private final TimeIndex blobsExpire = new TimeIndex();
  private @Nullable PartitionOwner owner;
  private long term;

  MemoryPartition(int number, InstantSource clock) {
    this.number = number;
    this.clock = clock;
  }

  int number() {
    return number;
  }

  synchronized void takeOver(PartitionOwner newOwner) {
    owner = newOwner;
    term = 0;
  }

  synchronized boolean takeOver(PartitionOwner newOwner, Holding from) {
    boolean free = holding().equals(from);
    if (free) {
      takeOver(newOwner);
    }
    return free;
  }

  synchronized Holding holding() {
    return new Holding(owner == null ? "" : owner.text(), term);
  }

  synchronized boolean reaffirm(PartitionOwner same) {
    boolean still = same.equals(owner);
    if (still) {
      term++;
    }
    return still;
  }

  synchronized void release(PartitionOwner former) {
    if (former.equals(owner)) {
      owner = null;
    }
  }

  /** Refuses to read for another than the owner. */
  synchronized void checkOwner(PartitionOwner reader) {
    if (!reader.equals(owner)) {
      throw new KappaException(
          ErrorCode.FENCED,
          "partition %d has another owner; take it over again to read from it".formatted(number));
    }
  }

  synchronized BatchResult write(PartitionOwner writer, Batch batch) {
    if (!writer.equals(owner)) {
      return BatchResult.FENCED;
    }
    expire(Integer.MAX_VALUE);
    batch.runs().forEach(this::apply);
    return BatchResult.APPLIED;
  }

  private void apply(RunChanges changes) {
    String run = changes.run();
    if (!changes.puts().isEmpty()) {
      runs.computeIfAbsent(run, name -> new TreeMap<>()).putAll(changes.puts());
    }
    Map<String, byte[]> fields = runs.getOrDefault(run, new TreeMap<>());
    fields.keySet().removeAll(changes.removes());
    if (fields.isEmpty()) {
      runs.remove(run);
    }
    if (changes.result() != null) {
      results.put(run, changes.result());
    }
    changes.droppedBlobs().forEach(name -> dropBlob(run, name));
    if (changes.listed() != null) {
      started.put(run, changes.listed().startedAtMillis());
      runsExpire.remove(run);
      blobsExpire.remove(run);
    }
    if (changes.wake() instanceof Change.Wake at) {
      wake.put(run, at.atMillis() > RunChanges.LAST_EXACT_TIME ? NEVER : at.atMillis());
    } else if (changes.wake() != null) {
      wake.remove(run);
    }
    if (changes.retire() != null) {
      retire(changes.retire());
    }
  }

  private void dropBlob(String run, String name) {
    Map<String, byte[]> named = blobs.getOrDefault(run, new TreeMap<>());
    named.remove(name);
    if (named.isEmpty()) {
      blobs.remove(run);
      blobsExpire.remove(run);
    }
  }

  private void retire(Change.Retire retire) {
    String run = retire.run();
    runs.put(run, new TreeMap<>(Map.of(Change.HEADER, retire.header())));
    blobs.remove(run);
    blobsExpire.remove(run);
    runsExpire.put(run, clock.millis() + retire.retentionMillis());
    if (retire.retentionMillis() == 0) {
      forget(run);
    }
  }

  synchronized Map<String, byte[]> load(String run) {
    expire(Integer.MAX_VALUE);
    return Map.copyOf(runs.getOrDefault(run, Map.of()));
  }

  synchronized List<String> due(long nowMillis, int limit) {
    return wake.upTo(Math.min(nowMillis, NEVER - 1), limit);
  }

  synchronized long nextWake() {
    return wake.firstAfter(0);
  }

  synchronized List<String> list(long startedBefore, int limit) {
    expire(Integer.MAX_VALUE);
    return started.newestBefore(startedBefore, limit);
  }

  synchronized Map<String, byte[]> headers(List<String> asked) {
    expire(Integer.MAX_VALUE);
    var headers = new LinkedHashMap<String, byte[]>();
    for (String run : asked) {
      byte[] header = runs.getOrDefault(run, Map.of()).get(Change.HEADER);
      if (header != null) {
        headers.put(run, header);
      }
    }
    return headers;
  }

  synchronized byte @Nullable [] result(String run) {
    expire(Integer.MAX_VALUE);
    return results.get(run);
  }

  synchronized void putBlob(String run, String name, byte[] bytes) {
    expire(Integer.MAX_VALUE);
    blobs.computeIfAbsent(run, key -> new TreeMap<>()).put(name, bytes);
    if (!runs.containsKey(run) || runsExpire.contains(run)) {
      blobsExpire.put(run, clock.millis() + Store.BLOB_GRACE_MILLIS);
    }
  }

  synchronized byte @Nullable [] blob(String run, String name) {
    expire(Integer.MAX_VALUE);
    return blobs.getOrDefault(run, Map.of()).get(name);
  }

  synchronized List<String> blobs(String run) {
    expire(Integer.MAX_VALUE);
    return new ArrayList<>(blobs.getOrDefault(run, Map.of()).keySet());
  }

  synchronized int purge(int limit) {
    return expire(limit);
  }

  synchronized Set<String> stored() {
    expire(Integer.MAX_VALUE);
    var names = new TreeSet<String>();
    runs.keySet().forEach(run -> names.add("run " + run));
    results.keySet().forEach(run -> names.add("result of " + run));
    blobs.keySet().forEach(run -> names.add("blobs of " + run));
    wake.runs().forEach(run -> names.add("wake time of " + run));
    started.runs().forEach(run -> names.add("listing of " + run));
    runsExpire.runs().forEach(run -> names.add("expiry of " + run));
    blobsExpire.runs().forEach(run -> names.add("expiry of blobs of " + run));
    return names;
  }

  private int expire(int limit) {
    long now = clock.millis();
    for (String run : blobsExpire.upTo(now, limit)) {
      blobs.remove(run);
      blobsExpire.remove(run);
    }
    List<String> over = runsExpire.upTo(now, limit);
    over.forEach(this::forget);
    return over.size();
  }

  private void forget(String run) {
    runs.remove(run);
    results.remove(run);
    started.remove(run);
    runsExpire.remove(run);
  }
}
