package dev.kappa.coordinator.encryption;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The data keys of a partition, in clear, and what is derived from them. Any thread may call. */
final class PartitionKeys {
  /** Above this many runs' keys, they are derived anew. */
  private static final int MOST_DERIVED = 4096;

  private record OfRun(long key, String run) {}

  private final boolean readsClear;
  private final Map<Long, byte[]> keys = new ConcurrentHashMap<>();
  private final Map<OfRun, SecretKey> derived = new ConcurrentHashMap<>();
  private volatile @Nullable Long writing;

  PartitionKeys(boolean readsClear) {
    this.readsClear = readsClear;
  }

  void add(Map<Long, byte[]> more) {
    keys.putAll(more);
  }

  /** From now on, this one encrypts what is written. */
  void writeWith(long id) {
    writing = id;
  }

  /** {@return whether {@link #open} has the key for it} */
  boolean hasKeyOf(byte[] stored) {
    return !Envelope.isOne(stored) || keys.containsKey(Envelope.key(stored));
  }

  byte[] seal(String run, String place, byte[] clear) {
    Long id = writing;
    if (id == null) {
      throw new KappaException(
          ErrorCode.FENCED, "run %s is in no partition of this coordinator's".formatted(run));
    }
    return Envelope.seal(id, derived(id, run), run, place, clear);
  }

  /**
   * {@return a stored value in clear}
   *
   * @throws KappaException {@code UNKNOWN_KEY}, {@code NOT_AUTHENTIC} or {@code NOT_ENCRYPTED}
   */
  byte[] open(String run, String place, byte[] stored) {
    if (!Envelope.isOne(stored)) {
      if (readsClear) {
        return stored;
      }
      throw new KappaException(
          ErrorCode.NOT_ENCRYPTED,
          "run %s: what is stored as %s is not encrypted (expected: all is, with --keys; for a store that was written without, put clear at the end of it)"
              .formatted(run, place));
    }
    return Envelope.open(derived(Envelope.key(stored), run), run, place, stored);
  }

  private SecretKey derived(long id, String run) {
    if (derived.size() >= MOST_DERIVED) {
      derived.clear();
    }
    return derived.computeIfAbsent(new OfRun(id, run), this::derived);
  }

  private SecretKey derived(OfRun of) {
    byte[] key = keys.get(of.key());
    if (key == null) {
      throw new KappaException(
          ErrorCode.UNKNOWN_KEY,
          "run %s: it is encrypted with data key %s, which the store has not (expected: one that was stored with the first value that it encrypts)"
              .formatted(of.run(), WrappedKey.field(of.key())));
    }
    return Envelope.derived(key, of.run());
  }
}
