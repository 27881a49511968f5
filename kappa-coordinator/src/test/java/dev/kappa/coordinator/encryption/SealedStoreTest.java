package dev.kappa.coordinator.encryption;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.store.BatchResult;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.Holding;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.coordinator.store.Partition;
import dev.kappa.coordinator.store.Store;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SealedStoreTest {
  private static final String SECRET = "what nobody else should read";

  private final MemoryStore memory = new MemoryStore(2);
  private final LocalKey old = key("old");
  private final LocalKey fresh = key("fresh");
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final List<Long> pauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-29T10:00:00Z");

  private static LocalKey key(String name) {
    return new LocalKey(name, Gcm.random(Gcm.KEY_BYTES));
  }

  private SealedStore store(boolean clear, KeyEncryptionKey... keys) {
    DataKeys dataKeys = new DataKeys(new Keyring(List.of(keys), clear), () -> now);
    Unwrapping unwrapping = new Unwrapping(dataKeys, Runnable::run, Runnable::run, this::later);
    return new SealedStore(memory, unwrapping, keys[0].id());
  }

  private void later(Runnable task, long millis) {
    later.add(task);
    pauses.add(millis);
  }

  private static Change put(String run, String field) {
    return new Change.Put(run, field, SECRET.getBytes(UTF_8));
  }

  private static void write(Store store, Change... changes) {
    assertThat(store.takeOver(0).join().write(List.of(changes)).join())
        .isEqualTo(BatchResult.APPLIED);
  }

  private static String text(byte @Nullable [] bytes) {
    assertThat(bytes).isNotNull();
    return new String(bytes, UTF_8);
  }

  private static String load(Store store, String run, String field) {
    return text(store.takeOver(0).join().load(run).join().get(field));
  }

  private Map<String, byte[]> raw(String run) {
    return memory.takeOver(0).join().load(run).join();
  }

  private byte[] value(String run, String field) {
    return Objects.requireNonNull(raw(run).get(field));
  }

  private void writeRaw(Change change) {
    memory.takeOver(0).join().write(List.of(change)).join();
  }

  private static void fails(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfies(
            error -> {
              Throwable cause = error instanceof CompletionException ? error.getCause() : error;
              assertThat(cause)
                  .isInstanceOfSatisfying(
                      KappaException.class,
                      known -> assertThat(known.code()).as(known.getMessage()).isEqualTo(code));
            });
  }

  // ---- nobody reads it

  @Test
  void whoReadsTheStoreFindsNoValueAndWhoHasTheKeyFindsAll() {
    SealedStore store = store(false, old);
    byte[] secret = SECRET.getBytes(UTF_8);
    write(
        store,
        new Change.Listed("run", 1),
        put("run", Change.HEADER),
        put("run", "t0.0"),
        new Change.Result("run", secret));
    store.putBlob(0, "run", "0.0-1-9-1-abc", secret).join();

    List<byte[]> seen = new ArrayList<>(raw("run").values());
    seen.addAll(raw(SealedIndex.KEYS).values());
    seen.add(memory.index(0).result("run").join());
    seen.add(memory.blob(0, "run", "0.0-1-9-1-abc").join());
    assertThat(seen).hasSize(5).noneMatch(value -> new String(value, ISO_8859_1).contains(SECRET));

    assertThat(load(store, "run", "t0.0")).isEqualTo(SECRET);
    assertThat(text(store.index(0).headers(List.of("run")).join().get("run"))).isEqualTo(SECRET);
    assertThat(text(store.index(0).result("run").join())).isEqualTo(SECRET);
    assertThat(text(store.index(0).blob("run", "0.0-1-9-1-abc").join())).isEqualTo(SECRET);
    assertThat(text(store.blob(0, "run", "0.0-1-9-1-abc").join())).isEqualTo(SECRET);
    assertThat(store.index(0).result("none").join()).isNull();
  }

  @Test
  void whatARunWasIsEncryptedAfterItsEnd() {
    SealedStore store = store(false, old);
    write(store, new Change.Listed("run", 1), put("run", Change.HEADER));
    write(store, new Change.Retire("run", SECRET.getBytes(UTF_8), 1_000_000));
    assertThat(new String(value("run", Change.HEADER), ISO_8859_1)).doesNotContain(SECRET);
    assertThat(text(store.index(0).headers(List.of("run")).join().get("run"))).isEqualTo(SECRET);
  }

  @Test
  void sameValueIsNeverStoredAsTheSameBytes() {
    SealedStore store = store(false, old);
    write(store, put("run", "a"), put("run", "b"), put("other", "a"));
    Set<String> all =
        List.of(value("run", "a"), value("run", "b"), value("other", "a")).stream()
            .map(bytes -> new String(bytes, ISO_8859_1))
            .collect(Collectors.toSet());
    assertThat(all).hasSize(3);
    assertThat(value("run", "a")).hasSize(SECRET.length() + Envelope.OVERHEAD);
  }

  // ---- nobody changes it unseen

  @Test
  void eachBitOfAStoredValueCounts() {
    SealedStore store = store(false, old);
    write(store, put("run", "a"));
    byte[] whole = value("run", "a");
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] altered = whole.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      writeRaw(new Change.Put("run", "a", altered));
      ErrorCode code =
          bit < 8
              ? ErrorCode.NOT_ENCRYPTED
              : bit < 72 ? ErrorCode.UNKNOWN_KEY : ErrorCode.NOT_AUTHENTIC;
      fails(code, () -> load(store, "run", "a"));
    }
  }

  @Test
  void valueThatWasCutOffIsFound() {
    SealedStore store = store(false, old);
    write(store, put("run", "a"));
    byte[] whole = value("run", "a");
    for (int length = 9; length < whole.length; length++) {
      writeRaw(new Change.Put("run", "a", Arrays.copyOf(whole, length)));
      fails(ErrorCode.NOT_AUTHENTIC, () -> load(store, "run", "a"));
    }
  }

  @Test
  void valueThatStandsElsewhereIsFound() {
    SealedStore store = store(false, old);
    write(store, put("run", "a"), put("run", Change.HEADER), put("other", "a"));
    byte[] value = value("run", "a");

    writeRaw(new Change.Put("run", "b", value));
    fails(ErrorCode.NOT_AUTHENTIC, () -> load(store, "run", "b"));
    writeRaw(new Change.Put("other", "a", value));
    fails(ErrorCode.NOT_AUTHENTIC, () -> load(store, "other", "a"));
    writeRaw(new Change.Result("run", value));
    fails(ErrorCode.NOT_AUTHENTIC, () -> store.index(0).result("run").join());
    memory.putBlob(0, "run", "a", value).join();
    fails(ErrorCode.NOT_AUTHENTIC, () -> store.blob(0, "run", "a").join());
  }

  // ---- a store that was not encrypted, and is

  @Test
  void valueInClearIsRefusedUnlessItIsSaidThatThereAreSuch() {
    writeRaw(put("run", "a"));
    fails(ErrorCode.NOT_ENCRYPTED, () -> load(store(false, old), "run", "a"));

    SealedStore both = store(true, old);
    assertThat(load(both, "run", "a")).isEqualTo(SECRET);
    write(both, put("run", "b"));
    assertThat(load(both, "run", "b")).isEqualTo(SECRET);
    assertThat(new String(value("run", "b"), ISO_8859_1)).doesNotContain(SECRET);
  }

  @Test
  void encryptedStoreIsRefusedWithoutKeys() {
    SealedStore.Opened none = SealedStore.open(null);
    ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    assertThat(none.over(memory, loop).join()).isSameAs(memory);
    write(store(false, old), put("run", "a"));
    fails(ErrorCode.UNKNOWN_KEY, () -> none.over(memory, loop).join());
    loop.shutdown();
  }

  // ---- keys come and go

  @Test
  void keyThatIsAbsentIsToldByItsName() {
    write(store(false, old), put("run", "a"));
    assertThatThrownBy(() -> store(false, fresh).takeOver(0).join())
        .hasMessageContaining("file:old")
        .hasMessageContaining("--keys");
    fails(ErrorCode.UNKNOWN_KEY, () -> store(false, fresh).takeOver(0).join());
    fails(ErrorCode.UNKNOWN_KEY, () -> store(false, fresh).index(0).fields("run", "0").join());
  }

  @Test
  void whoHasNotTheKeyTakesNothingFromWhoHas() {
    SealedStore has = store(false, old);
    Partition owned = has.takeOver(0, "a").join();
    Holding held = memory.holding(0).join();
    SealedStore lacks = store(false, fresh);
    fails(ErrorCode.UNKNOWN_KEY, () -> lacks.takeOver(0, "b").join());
    fails(ErrorCode.UNKNOWN_KEY, () -> lacks.takeOver(0, "b", held).join());
    assertThat(memory.holding(0).join()).isEqualTo(held);
    assertThat(owned.write(List.of(put("run", "a"))).join()).isEqualTo(BatchResult.APPLIED);
  }

  @Test
  void whoFindsAfterATakeOverThatAKeyCantBeUsedGivesThePartitionBack() throws IOException {
    store(false, old).takeOver(0, "a").join();
    try (PlayedKms kms = new PlayedKms("one")) {
      AtomicInteger looks = new AtomicInteger();
      Executor disabling =
          task -> {
            if (looks.incrementAndGet() == 2) {
              kms.failures.add(Map.entry(400, "DisabledException"));
            }
            task.run();
          };
      DataKeys keys = new DataKeys(new Keyring(List.of(kms.key("one"), old), false), () -> now);
      SealedStore lacks =
          new SealedStore(
              memory, new Unwrapping(keys, disabling, Runnable::run, this::later), "kms");
      fails(ErrorCode.KEY_REFUSED, () -> lacks.takeOver(0, "b").join());
    }
    assertThat(memory.holding(0).join().member()).isEmpty();
    assertThat(store(false, old).takeOver(0, "a")).isCompleted();
  }

  @Test
  void anotherKeyOfTheSameNameIsFound() {
    write(store(false, old), put("run", "a"));
    fails(ErrorCode.NOT_AUTHENTIC, () -> store(false, key("old")).takeOver(0).join());
  }

  @Test
  void dataKeyUnderAnothersNameIsFound() {
    write(store(false, old), put("run", "a"));
    byte[] wrapped = raw(SealedIndex.KEYS).values().iterator().next();
    writeRaw(new Change.Put(SealedIndex.KEYS, "00000000000000aa", wrapped));
    fails(ErrorCode.NOT_AUTHENTIC, () -> store(false, old).takeOver(0).join());
  }

  @Test
  void afterARotationTheOldKeyIsNotNeededAnyMore() {
    write(store(false, old), put("run", "a"));
    SealedStore both = store(false, fresh, old);
    assertThat(load(both, "run", "a")).isEqualTo(SECRET);
    write(both, put("run", "b"));
    assertThat(Envelope.key(value("run", "b")))
        .as("what is new has another data key")
        .isNotEqualTo(Envelope.key(value("run", "a")));

    SealedStore after = store(false, fresh);
    assertThat(load(after, "run", "a")).isEqualTo(SECRET);
    assertThat(load(after, "run", "b")).isEqualTo(SECRET);
    fails(ErrorCode.UNKNOWN_KEY, () -> store(false, old).takeOver(0).join());
  }

  @Test
  void dataKeyIsUsedAgainForThirtyDaysAndByAllPartitions() {
    write(store(false, old), put("run", "a"));
    write(store(false, old), put("run", "b"));
    now = now.plus(Duration.ofDays(30));
    SealedStore store = store(false, old);
    write(store, put("run", "c"));
    assertThat(Envelope.key(value("run", "b"))).isEqualTo(Envelope.key(value("run", "a")));
    assertThat(Envelope.key(value("run", "c"))).isNotEqualTo(Envelope.key(value("run", "a")));
    assertThat(load(store, "run", "a")).isEqualTo(SECRET);

    store.takeOver(1).join().write(List.of(put("other", "a"))).join();
    byte[] other = memory.takeOver(1).join().load("other").join().values().iterator().next();
    assertThat(Envelope.key(other)).isEqualTo(Envelope.key(value("run", "c")));
  }

  @Test
  void whoLooksAtAnothersPartitionFindsDataKeysThatCameLater() {
    SealedStore looking = store(false, fresh, old);
    write(store(false, old), put("run", Change.HEADER));
    assertThat(looking.index(0).headers(List.of("run")).join()).containsKey("run");
    write(store(false, fresh, old), put("later", Change.HEADER));
    assertThat(looking.index(0).headers(List.of("run", "later")).join()).hasSize(2);
  }

  @Test
  void nothingIsWrittenForWhoDoesNotOwnThePartition() {
    fails(ErrorCode.FENCED, () -> store(false, old).putBlob(0, "run", "a", new byte[1]).join());
  }

  /** As after a fail-over. */
  @Test
  void dataKeyThatTheStoreLostIsStoredAnewBeforeItIsUsed() {
    SealedStore store = store(false, old);
    Partition first = store.takeOver(0).join();
    String field = raw(SealedIndex.KEYS).keySet().iterator().next();
    writeRaw(new Change.Remove(SealedIndex.KEYS, field));
    assertThat(first.write(List.of(put("run", "a"))).join()).isEqualTo(BatchResult.FENCED);

    write(store, put("run", "a"));
    assertThat(load(store(false, old), "run", "a")).isEqualTo(SECRET);
  }

  // ---- KMS

  @Test
  void kmsThatStaysAwayIsAskedMoreAndMoreRarely() throws IOException {
    try (PlayedKms kms = new PlayedKms("one")) {
      write(store(false, kms.key("one")), put("run", "a"));
      SealedStore store = store(false, kms.key("one"));
      kms.failures.addAll(Collections.nCopies(9, Map.entry(503, "Unavailable")));
      CompletableFuture<Partition> taken = store.takeOver(0);
      for (int i = 0; i < 3; i++) {
        assertThat(taken).isNotDone();
        later.remove().run();
      }
      assertThat(taken).isCompleted();
      for (int i = 0; i < 3; i++) {
        assertThat(pauses.get(i)).isBetween(500L << i, 1_000L << i);
      }
    }
    assertThat(Unwrapping.pauseMillis(1_000_000, 1)).isEqualTo(30_000);
  }

  @Test
  void partitionIsLeftToOthersWhenKmsHasNotAnsweredForTenSeconds() throws IOException {
    try (PlayedKms kms = new PlayedKms("one")) {
      write(store(false, kms.key("one")), put("run", "a"));
      SealedStore store = store(false, kms.key("one"));
      kms.failures.addAll(Collections.nCopies(9, Map.entry(503, "Unavailable")));
      CompletableFuture<Partition> taken = store.takeOver(0, "us");
      now = now.plusMillis(9_999);
      later.remove().run();
      assertThat(taken).isNotDone();
      now = now.plusMillis(1);
      later.remove().run();
      fails(ErrorCode.KEYS_UNREACHABLE, taken::join);
      assertThat(later).isEmpty();
      assertThat(memory.holding(0).join().member()).as("not taken").contains("alone");
    }
  }

  @Test
  void partitionIsTakenOverWhenKmsAnswersAgain() throws IOException {
    try (PlayedKms kms = new PlayedKms("one")) {
      write(store(false, kms.key("one")), put("run", "a"));
      SealedStore store = store(false, kms.key("one"));
      kms.failures.addAll(Collections.nCopies(3, Map.entry(503, "Unavailable")));
      CompletableFuture<Partition> taken = store.takeOver(0);
      assertThat(taken).isNotDone();
      assertThat(memory.holding(0).join().member()).as("not taken meanwhile").contains("alone");
      later.remove().run();
      assertThat(text(taken.join().load("run").join().get("a"))).isEqualTo(SECRET);
      assertThat(kms.asked)
          .containsExactly(
              "Encrypt one", "Decrypt one", "Decrypt one", "Decrypt one", "Decrypt one");
    }
  }
}
