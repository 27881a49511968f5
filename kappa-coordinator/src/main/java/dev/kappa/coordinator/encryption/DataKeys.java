package dev.kappa.coordinator.encryption;

import dev.kappa.wire.Gcm;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Data keys, of which the store has those that are wrapped. Calls may wait, and are made by any
 * thread; what was unwrapped once is kept.
 */
final class DataKeys implements AutoCloseable {
  /** An older one is replaced by a new one when its partition comes into new hands. */
  static final Duration LIFE = Duration.ofDays(30);

  /** What another key had encrypted before is for reading only, since that may be known. */
  private static final long LONG_AGO = 0;

  private final Keyring ring;
  private final InstantSource clock;
  private final Map<Long, byte[]> unwrapped = new ConcurrentHashMap<>();
  private @Nullable WrappedKey own;

  /**
   * What an owner of a partition has of them.
   *
   * @param clear all of them, by id
   * @param writing the one to write with
   * @param toStore what is to be stored before anything is encrypted with it
   */
  record Found(Map<Long, byte[]> clear, long writing, List<WrappedKey> toStore) {}

  DataKeys(Keyring ring, InstantSource clock) {
    this.ring = ring;
    this.clock = clock;
  }

  long nowMillis() {
    return clock.millis();
  }

  boolean readsClear() {
    return ring.readsClear();
  }

  /**
   * {@return those of a partition that this process owns from now on} What another key than the one
   * to write with encrypts is encrypted anew, so that the other one can go.
   *
   * @throws dev.kappa.error.KappaException if one of them can't be had
   */
  Found owned(Map<String, byte[]> stored) {
    List<WrappedKey> all = read(stored);
    Map<Long, byte[]> clear = new HashMap<>();
    List<WrappedKey> toStore = new ArrayList<>();
    for (WrappedKey key : all) {
      clear.put(key.id(), clear(key));
      if (!isOfWriting(key)) {
        toStore.add(wrapped(key.id(), LONG_AGO, clear(key)));
      }
    }
    WrappedKey writing =
        all.stream()
            .filter(this::isOfWriting)
            .filter(key -> key.madeAt() + LIFE.toMillis() > clock.millis())
            .max(Comparator.comparingLong(WrappedKey::madeAt))
            .orElse(null);
    if (writing == null) {
      writing = own();
      clear.put(writing.id(), clear(writing));
      toStore.add(writing);
    }
    return new Found(clear, writing.id(), toStore);
  }

  /**
   * {@return some of a partition's, whoever owns it, by id} Those that are not stored are absent.
   *
   * @throws dev.kappa.error.KappaException if one of them can't be had
   */
  Map<Long, byte[]> some(Map<String, byte[]> stored, Set<Long> wanted) {
    Map<Long, byte[]> clear = new HashMap<>();
    read(stored).stream()
        .filter(key -> wanted.contains(key.id()))
        .forEach(key -> clear.put(key.id(), clear(key)));
    return clear;
  }

  private static List<WrappedKey> read(Map<String, byte[]> stored) {
    return stored.entrySet().stream().map(e -> WrappedKey.read(e.getKey(), e.getValue())).toList();
  }

  private boolean isOfWriting(WrappedKey key) {
    return key.by().equals(ring.writing().id());
  }

  private byte[] clear(WrappedKey key) {
    byte[] known = unwrapped.get(key.id());
    if (known != null) {
      return known;
    }
    byte[] found = ring.unwrap(key);
    unwrapped.put(key.id(), found);
    return found;
  }

  /** One for all partitions that need one. */
  private synchronized WrappedKey own() {
    WrappedKey known = own;
    if (known == null || known.madeAt() + LIFE.toMillis() <= clock.millis()) {
      byte[] key = Gcm.random(Gcm.KEY_BYTES);
      long id = ByteBuffer.wrap(Gcm.random(Long.BYTES)).getLong();
      known = wrapped(id, clock.millis(), key);
      unwrapped.put(id, key);
      own = known;
    }
    return known;
  }

  private WrappedKey wrapped(long id, long madeAt, byte[] key) {
    KeyEncryptionKey by = ring.writing();
    return new WrappedKey(id, by.id(), madeAt, by.wrap(key, WrappedKey.field(id)));
  }

  @Override
  public void close() {
    ring.close();
  }
}
