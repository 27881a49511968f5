package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Keys.bytes;

import java.util.ArrayList;
import java.util.List;

/** The keys and arguments of {@code write.lua} for a batch. */
final class WriteCall {
  /** Lua's unpack has room for 8000 values. */
  private static final int MAX_UNPACKED = 2000;

  private final Keys keys;
  private final List<byte[]> keyList = new ArrayList<>();
  private final List<byte[]> arguments = new ArrayList<>();
  private final List<byte[]> wakes = new ArrayList<>();
  private final List<byte[]> unwakes = new ArrayList<>();
  private long size;

  WriteCall(Keys keys, String owner, String previous, String id, Batch batch) {
    this.keys = keys;
    keyList.addAll(List.of(keys.header(), keys.wake(), keys.runs(), keys.expiring()));
    add(owner, previous, id);
    batch.runs().forEach(this::add);
    counted(wakes, "wake");
    counted(unwakes, "unwake");
  }

  List<byte[]> keys() {
    return keyList;
  }

  List<byte[]> arguments() {
    return arguments;
  }

  /** {@return about how many bytes go over the wire} */
  long size() {
    return size;
  }

  private void add(RunChanges changes) {
    String run = changes.run();
    String runKey = position(keys.run(run));
    puts(changes, runKey);
    counted(changes.removes().stream().map(Keys::bytes).toList(), "remove", runKey);
    wake(changes);
    if (changes.onlyFields()) {
      return;
    }
    String resultKey = position(keys.result(run));
    String namesKey = position(keys.blobNames(run));
    byte[] result = changes.result();
    Change.Listed listed = changes.listed();
    Change.Retire retire = changes.retire();
    if (result != null) {
      add("result", resultKey);
      add(result);
    }
    for (String name : changes.droppedBlobs()) {
      add("drop", namesKey, position(keys.blob(run, name)), name);
    }
    if (listed != null) {
      add("list", runKey, resultKey, namesKey, run, Long.toString(listed.startedAtMillis()));
      add(keys.blobPrefix(run));
    }
    if (retire != null) {
      add("retire", runKey, resultKey, namesKey, run);
      add(retire.header());
      add(Long.toString(retire.retentionMillis()));
      add(keys.blobPrefix(run));
    }
  }

  private void puts(RunChanges changes, String runKey) {
    var pairs = new ArrayList<byte[]>(2 * changes.puts().size());
    changes
        .puts()
        .forEach(
            (field, value) -> {
              pairs.add(bytes(field));
              pairs.add(value);
            });
    counted(pairs, "put", runKey);
  }

  private void wake(RunChanges changes) {
    if (changes.wake() instanceof Change.Wake at) {
      boolean never = at.atMillis() > RunChanges.LAST_EXACT_TIME;
      wakes.add(bytes(never ? "+inf" : Long.toString(at.atMillis())));
      wakes.add(bytes(changes.run()));
    } else if (changes.wake() != null) {
      unwakes.add(bytes(changes.run()));
    }
  }

  /** Adds an operation on a counted list, as several where the list is long. */
  private void counted(List<byte[]> values, String... operation) {
    for (int from = 0; from < values.size(); from += MAX_UNPACKED) {
      List<byte[]> part = values.subList(from, Math.min(from + MAX_UNPACKED, values.size()));
      add(operation);
      add(Integer.toString(part.size()));
      part.forEach(this::add);
    }
  }

  private String position(byte[] key) {
    keyList.add(key);
    size += key.length;
    return Integer.toString(keyList.size());
  }

  private void add(String... texts) {
    for (String text : texts) {
      add(bytes(text));
    }
  }

  private void add(byte[] argument) {
    arguments.add(argument);
    size += argument.length;
  }
}
