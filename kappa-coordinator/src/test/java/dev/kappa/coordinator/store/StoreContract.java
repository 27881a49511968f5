package dev.kappa.coordinator.store;

import static dev.kappa.coordinator.store.Eventually.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store must do. */
abstract class StoreContract {
  static final int PARTITIONS = 4;

  /**
   * {@return the store under test; all calls of one test give views of the same, empty at first}
   */
  abstract Store store();

  /** Lets the store's clock pass {@code millis}. */
  abstract void pass(long millis);

  /** {@return the names of everything that is stored of partition 0, its header left out} */
  abstract Set<String> stored();

  Partition partition() {
    return get(store().takeOver(0));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static Change put(String run, String field, String value) {
    return new Change.Put(run, field, bytes(value));
  }

  static Map<String, String> load(Partition partition, String run) {
    var texts = new HashMap<String, String>();
    get(partition.load(run)).forEach((field, value) -> texts.put(field, new String(value, UTF_8)));
    return texts;
  }

  static void apply(Partition partition, Change... changes) {
    assertThat(get(partition.write(List.of(changes)))).isEqualTo(BatchResult.APPLIED);
  }

  @Test
  void batchOfManyRunsIsReadBack() {
    Partition partition = partition();
    apply(partition, put("r1", "h", "one"), put("r2", "h", "two"), put("r1", "t/1", "task"));
    apply(partition, put("r1", "h", "changed"), new Change.Remove("r2", "h"));

    assertThat(load(partition, "r1")).isEqualTo(Map.of("h", "changed", "t/1", "task"));
    assertThat(load(partition, "r2")).isEmpty();
    assertThat(load(partition, "unknown")).isEmpty();
  }

  @Test
  void changesOfOneRunTakeEffectInTheirOrder() {
    Partition partition = partition();
    apply(
        partition,
        put("r", "a", "1"),
        new Change.Remove("r", "a"),
        put("r", "b", "1"),
        put("r", "b", "2"),
        new Change.Remove("r", "c"),
        put("r", "c", "1"),
        new Change.Wake("r", 5),
        new Change.Unwake("r"));

    assertThat(load(partition, "r")).isEqualTo(Map.of("b", "2", "c", "1"));
    assertThat(get(partition.due(10, 10))).isEmpty();
  }

  @Test
  void largeBatchGoesInOnePiece() {
    Partition partition = partition();
    var changes = new ArrayList<Change>();
    for (int i = 0; i < 9_000; i++) {
      changes.add(put("big", "f" + i, "v" + i));
      changes.add(new Change.Wake("r" + i, i + 1L));
    }
    assertThat(get(partition.write(changes))).isEqualTo(BatchResult.APPLIED);

    assertThat(load(partition, "big")).hasSize(9_000).containsEntry("f8999", "v8999");
    assertThat(get(partition.due(9_000, 100_000))).hasSize(9_000);

    changes.replaceAll(
        change ->
            change instanceof Change.Put put
                ? new Change.Remove("big", put.field())
                : new Change.Unwake(change.run()));
    assertThat(get(partition.write(changes))).isEqualTo(BatchResult.APPLIED);
    assertThat(stored()).isEmpty();
  }

  @Test
  void emptyBatchIsApplied() {
    assertThat(get(partition().write(List.of()))).isEqualTo(BatchResult.APPLIED);
  }

  @Test
  void formerOwnerIsRefusedAndChangesNothing() {
    Partition former = partition();
    apply(former, put("r", "h", "1"));
    Partition owner = partition();

    assertThat(get(former.write(List.of(put("r", "h", "late"), new Change.Wake("r", 0)))))
        .isEqualTo(BatchResult.FENCED);
    assertThat(get(former.write(List.of()))).isEqualTo(BatchResult.FENCED);
    assertThat(load(owner, "r")).isEqualTo(Map.of("h", "1"));
    assertThat(get(owner.due(Long.MAX_VALUE, 10))).isEmpty();
    apply(owner, put("r", "h", "2"));
    assertThat(load(owner, "r")).isEqualTo(Map.of("h", "2"));
  }

  @Test
  void ownersOfOtherPartitionsAreLeftAlone() {
    Partition other = get(store().takeOver(1));
    apply(partition(), put("r", "h", "here"));
    apply(other, put("r", "h", "there"));

    assertThat(load(partition(), "r")).isEqualTo(Map.of("h", "here"));
    assertThat(load(other, "r")).isEqualTo(Map.of("h", "there"));
    assertThat(other.number()).isEqualTo(1);
  }

  @Test
  void takenOverPartitionHoldsAllThatWasAcknowledged() {
    Partition partition = partition();
    for (int i = 0; i < 100; i++) {
      apply(partition, put("r", "h", "" + i), new Change.Wake("r", i));
    }
    Partition next = partition();
    assertThat(load(next, "r")).isEqualTo(Map.of("h", "99"));
    assertThat(get(next.due(99, 1))).containsExactly("r");
  }

  @Test
  void dueRunsComeOldestFirst() {
    Partition partition = partition();
    apply(
        partition,
        new Change.Wake("late", 300),
        new Change.Wake("b", 100),
        new Change.Wake("a", 100),
        new Change.Wake("now", 0),
        new Change.Wake("never", Long.MAX_VALUE),
        new Change.Wake("moved", 100));
    apply(partition, new Change.Wake("moved", 500));

    assertThat(get(partition.due(299, 10))).containsExactly("now", "a", "b");
    assertThat(get(partition.due(299, 2))).containsExactly("now", "a");
    assertThat(get(partition.due(300, 10))).containsExactly("now", "a", "b", "late");
    assertThat(get(partition.due(Long.MAX_VALUE, 10)))
        .containsExactly("now", "a", "b", "late", "moved");
  }

  @Test
  void nextWakeIsTheEarliestAfterZero() {
    Partition partition = partition();
    assertThat(get(partition.nextWake())).isEqualTo(Long.MAX_VALUE);
    apply(partition, new Change.Wake("now", 0), new Change.Wake("never", Long.MAX_VALUE));
    assertThat(get(partition.nextWake())).isEqualTo(Long.MAX_VALUE);
    apply(partition, new Change.Wake("b", 1_900_000_000_123L), new Change.Wake("a", 1));
    assertThat(get(partition.nextWake())).isEqualTo(1);
    apply(partition, new Change.Unwake("a"));
    assertThat(get(partition.nextWake())).isEqualTo(1_900_000_000_123L);
  }

  @Test
  void listingIsNewestFirstAndPagesMissNothing() {
    Partition partition = partition();
    for (int i = 0; i < 10; i++) {
      apply(partition, put("r" + i, "h", "" + i), new Change.Listed("r" + i, 100 + i / 3));
    }
    assertThat(get(partition.list(Long.MAX_VALUE, 2))).containsExactly("r9", "r8", "r7", "r6");
    assertThat(get(partition.list(102, 3))).containsExactly("r5", "r4", "r3");
    assertThat(get(partition.list(101, 100))).containsExactly("r2", "r1", "r0");
    assertThat(get(partition.list(100, 100))).isEmpty();
  }

  @Test
  void headersOfRunsAreReadTogether() {
    Partition partition = partition();
    apply(partition, put("a", "h", "A"), put("b", "h", "B"), put("c", "x", "no header"));
    Map<String, byte[]> headers = get(partition.headers(List.of("b", "c", "unknown", "a", "a")));
    assertThat(headers.keySet()).containsExactly("b", "a");
    assertThat(headers.get("a")).isEqualTo(bytes("A"));
    assertThat(get(partition.headers(List.of()))).isEmpty();
  }

  @Test
  void blobIsReadBackByItsName() {
    Partition partition = partition();
    apply(partition, put("r", "h", "1"), new Change.Listed("r", 1));
    get(store().putBlob(0, "r", "t1/2/abc", bytes("content")));
    get(store().putBlob(0, "r", "empty", new byte[0]));

    assertThat(get(store().blob(0, "r", "t1/2/abc"))).isEqualTo(bytes("content"));
    assertThat(get(store().blob(0, "r", "empty"))).isEmpty();
    assertThat(get(store().blob(0, "r", "other"))).isNull();
    assertThat(get(store().blob(1, "r", "empty"))).isNull();
    assertThat(get(partition.blobs("r"))).containsExactly("empty", "t1/2/abc");

    apply(partition, new Change.DropBlob("r", "empty"), new Change.DropBlob("r", "absent"));
    assertThat(get(partition.blobs("r"))).containsExactly("t1/2/abc");
    assertThat(get(store().blob(0, "r", "empty"))).isNull();
  }

  @Test
  void retiredRunKeepsItsHeaderForTheRetentionTimeAndThenNothing() {
    Partition partition = partition();
    apply(
        partition,
        put("r", "h", "running"),
        put("r", "t/1", "task"),
        new Change.Listed("r", 1),
        new Change.Wake("r", 7));
    get(store().putBlob(0, "r", "b", bytes("blob")));
    apply(partition, new Change.Retire("r", bytes("done"), 40_000), put("other", "h", "stays"));

    assertThat(load(partition, "r")).isEqualTo(Map.of("h", "done"));
    assertThat(get(partition.list(Long.MAX_VALUE, 10))).containsExactly("r");
    assertThat(get(partition.due(Long.MAX_VALUE, 10))).isEmpty();
    assertThat(get(store().blob(0, "r", "b"))).isNull();
    assertThat(get(partition.blobs("r"))).isEmpty();

    apply(partition, new Change.Retire("r", bytes("done"), 50));
    pass(60);
    assertThat(load(partition, "r")).isEmpty();
    assertThat(get(partition.headers(List.of("r")))).isEmpty();
    assertThat(get(partition.list(Long.MAX_VALUE, 10))).isEmpty();
    apply(partition, new Change.Remove("other", "h"));
    assertThat(stored()).isEmpty();
  }

  @Test
  void purgeRemovesWhatIsOverAndNothingElse() {
    Partition partition = partition();
    for (int i = 9; i >= 0; i--) {
      if (i == 6) {
        assertThat(get(partition.purge(100))).isZero();
      }
      long retention = i < 7 ? 30 : 1_000_000;
      apply(
          partition,
          new Change.Listed("r" + i, i),
          new Change.Retire("r" + i, bytes("done"), retention));
    }
    pass(40);
    assertThat(get(partition.purge(5))).isEqualTo(5);
    assertThat(get(partition.purge(5))).isEqualTo(2);
    assertThat(get(partition.purge(5))).isZero();
    assertThat(get(partition.list(Long.MAX_VALUE, 10))).containsExactly("r9", "r8", "r7");
  }

  @Test
  void resultStaysAsLongAsTheHeaderAndIsReadOnItsOwn() {
    Partition partition = partition();
    apply(partition, put("r", "h", "ended"), new Change.Listed("r", 1), result("r", "42"));
    assertThat(get(partition.result("r"))).isEqualTo(bytes("42"));
    assertThat(load(partition, "r")).isEqualTo(Map.of("h", "ended"));

    apply(partition, new Change.Retire("r", bytes("done"), 40_000));
    assertThat(get(partition.result("r"))).isEqualTo(bytes("42"));
    assertThat(get(partition.result("other"))).isNull();

    apply(partition, new Change.Retire("r", bytes("done"), 50));
    pass(60);
    assertThat(get(partition.result("r"))).isNull();
    get(partition.purge(10));
    assertThat(stored()).isEmpty();
  }

  @Test
  void resultOfARunThatIsRetiredInTheSameBatchStays() {
    Partition partition = partition();
    apply(
        partition,
        new Change.Listed("r", 1),
        result("r", "42"),
        new Change.Retire("r", bytes("done"), 40_000));
    assertThat(get(partition.result("r"))).isEqualTo(bytes("42"));
    apply(partition, new Change.Retire("r", bytes("done"), 0));
    assertThat(stored()).isEmpty();
  }

  private static Change result(String run, String json) {
    return new Change.Result(run, bytes(json));
  }

  @Test
  void runThatStartsAndEndsInOneBatchIsRetired() {
    Partition partition = partition();
    apply(
        partition,
        put("r", "h", "x"),
        put("r", "t", "x"),
        new Change.Listed("r", 1),
        new Change.Wake("r", 0),
        new Change.Retire("r", bytes("done"), 1_000_000),
        new Change.Unwake("r"));
    assertThat(load(partition, "r")).isEqualTo(Map.of("h", "done"));
    assertThat(get(partition.list(Long.MAX_VALUE, 10))).containsExactly("r");
    assertThat(get(partition.due(Long.MAX_VALUE, 10))).isEmpty();
  }

  @Test
  void retentionOfZeroLeavesNothing() {
    Partition partition = partition();
    apply(partition, put("r", "h", "x"), new Change.Listed("r", 1), new Change.Wake("r", 0));
    get(store().putBlob(0, "r", "b", bytes("blob")));
    apply(partition, new Change.Retire("r", bytes("done"), 0));
    assertThat(stored()).isEmpty();
  }

  @Test
  void runThatIsListedAgainBeforeItExpiredStays() {
    Partition partition = partition();
    apply(partition, new Change.Listed("r", 1), new Change.Retire("r", bytes("done"), 50));
    apply(partition, put("r", "h", "again"), new Change.Listed("r", 2));
    pass(60);
    get(partition.purge(10));
    assertThat(load(partition, "r")).isEqualTo(Map.of("h", "again"));
    assertThat(get(partition.list(Long.MAX_VALUE, 10))).containsExactly("r");
  }

  @Test
  void blobThatCameBeforeItsRunStaysWithIt() {
    Partition partition = partition();
    get(store().putBlob(0, "r", "input", bytes("blob")));
    apply(partition, put("r", "h", "1"), new Change.Listed("r", 1));
    assertThat(get(store().blob(0, "r", "input"))).isEqualTo(bytes("blob"));
    assertThat(get(partition.blobs("r"))).containsExactly("input");
  }

  @Test
  void changeAfterRetireInOneBatchIsRefusedAndNothingIsWritten() {
    Partition partition = partition();
    var changes =
        List.of(put("a", "h", "1"), new Change.Retire("r", bytes("h"), 1), put("r", "h", "2"));
    assertThatThrownBy(() -> partition.write(changes)).isInstanceOf(KappaException.class);
    assertThat(stored()).isEmpty();
  }

  @Test
  void tooLargeIsRefusedWithTheLimit() {
    Partition partition = partition();
    var half = new byte[Partition.MAX_BATCH_BYTES / 2];
    assertTooLarge(
        () ->
            partition.write(
                List.of(new Change.Put("r", "a", half), new Change.Put("r", "b", half))));
    var many = new ArrayList<Change>();
    for (int i = 0; i <= Partition.MAX_BATCH_CHANGES; i++) {
      many.add(new Change.Unwake("r"));
    }
    assertTooLarge(() -> partition.write(many));
    assertTooLarge(() -> store().putBlob(0, "r", "b", new byte[Store.MAX_BLOB_BYTES + 1]));
    apply(partition, put("r", "h", "a refused batch is not in the way"));
  }

  private static void assertTooLarge(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE))
        .hasMessageContaining("expected: at most");
  }

  @Test
  void impossibleArgumentsAreRefused() {
    assertThatThrownBy(() -> store().takeOver(PARTITIONS)).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> store().takeOver(-1)).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> put("a:b", "h", "")).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> put("", "h", "")).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> new Change.Wake("r", -1)).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> partition().due(0, 0)).isInstanceOf(KappaException.class);
  }

  private static Member member(String id, Integer... partitions) {
    return new Member(
        id,
        URI.create("http://" + id + ":7070"),
        id + ":7071",
        new Formats(1, 3),
        false,
        new TreeSet<>(List.of(partitions)));
  }

  private Beat beat(Member member, long leaseMillis) {
    return get(store().members().heartbeat(member, leaseMillis));
  }

  private static Member reading(String id, int oldest, int newest) {
    Member any = member(id);
    return new Member(
        id, any.api(), any.worker(), new Formats(oldest, newest), false, any.partitions());
  }

  @Test
  void liveMembersAreListedAsTheyDescribedThemselves() {
    assertThat(beat(member("b", 1, 3), 60_000).members()).containsExactly(member("b", 1, 3));
    assertThat(beat(member("a"), 60_000).members()).containsExactly(member("a"), member("b", 1, 3));
    Member draining =
        new Member(
            "b",
            URI.create("https://b"),
            "[::1]:1",
            new Formats(2, 4),
            true,
            new TreeSet<>(List.of(2)));
    assertThat(beat(draining, 60_000).members()).containsExactly(member("a"), draining);
    assertThat(beat(member("a"), 60_000).members()).containsExactly(member("a"), draining);
  }

  @Test
  void memberWhoseLeaseIsOverIsForgottenAndCanComeBack() {
    beat(member("a"), 60_000);
    beat(member("b"), 50);
    pass(60);
    assertThat(beat(member("a"), 60_000).members()).containsExactly(member("a"));
    assertThat(beat(member("b"), 60_000).members()).hasSize(2);
  }

  @Test
  void memberThatRenewedItsLeaseStays() {
    beat(member("a"), 50);
    beat(member("a"), 60_000);
    pass(60);
    assertThat(beat(member("b"), 60_000).members()).hasSize(2);
  }

  @Test
  void memberLearnsThatItsLeaseWasOver() {
    assertThat(beat(member("a"), 50).lapsed()).isTrue();
    assertThat(beat(member("a"), 50).lapsed()).isFalse();
    pass(60);
    assertThat(beat(member("a"), 60_000).lapsed()).isTrue();
    assertThat(beat(member("a"), 60_000).lapsed()).isFalse();
  }

  @Test
  void memberThatLeftIsGoneAtOnce() {
    beat(member("a"), 60_000);
    beat(member("b"), 60_000);
    get(store().members().leave("a"));
    get(store().members().leave("nobody"));
    assertThat(beat(member("b"), 60_000).members()).containsExactly(member("b"));
  }

  @Test
  void formatIsTheNewestThatAllLiveMembersRead() {
    assertThat(beat(reading("old", 1, 1), 60_000).format()).isEqualTo(1);
    assertThat(beat(reading("new", 1, 2), 60_000).format()).isEqualTo(1);
    get(store().members().leave("old"));
    assertThat(beat(reading("new", 1, 2), 60_000).format()).isEqualTo(2);
  }

  @Test
  void memberThatDoesNotReadTheFormatIsRefused() {
    assertThat(beat(reading("new", 1, 2), 60_000).format()).isEqualTo(2);
    assertThatThrownBy(() -> beat(reading("old", 1, 1), 60_000))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_STORE))
        .hasMessageContaining("format 2 (expected: 1 to 1)");
    assertThatThrownBy(() -> beat(reading("newest", 3, 4), 60_000))
        .hasMessageContaining("format 2 (expected: 3 to 4)");
    assertThat(beat(reading("new", 1, 2), 60_000).members()).hasSize(1);
  }

  @Test
  void impossibleMembersAreRefused() {
    Members members = store().members();
    assertThatThrownBy(() -> member("a/b")).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> member("")).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> members.heartbeat(member("a"), 0)).isInstanceOf(KappaException.class);
    assertThatThrownBy(() -> members.leave("a b")).isInstanceOf(KappaException.class);
    // At once, or after it was looked who has the partition.
    assertThatThrownBy(() -> get(store().takeOver(0, "a/b")))
        .hasStackTraceContaining("member: 'a/b' (expected:");
    assertThatThrownBy(() -> store().holding(PARTITIONS)).isInstanceOf(KappaException.class);
  }

  private String ownerOf(int partition) {
    return get(store().holding(partition)).member().orElse("nobody");
  }

  @Test
  void ownerIsTheMemberThatTookOverLast() {
    assertThat(ownerOf(1)).isEqualTo("nobody");
    get(store().takeOver(1, "a"));
    assertThat(ownerOf(1)).isEqualTo("a");
    Holding first = get(store().holding(1));
    get(store().takeOver(1, "b"));
    assertThat(ownerOf(1)).isEqualTo("b");
    get(store().takeOver(1, "a"));
    assertThat(get(store().holding(1))).isNotEqualTo(first);
    assertThat(ownerOf(0)).isEqualTo("nobody");
  }

  @Test
  void releasedPartitionIsNobodysAndRefusesItsFormerOwner() {
    Partition former = get(store().takeOver(0, "a"));
    apply(former, put("r", "h", "1"));
    get(former.release());
    assertThat(ownerOf(0)).isEqualTo("nobody");
    assertThat(get(former.write(List.of(put("r", "h", "late"))))).isEqualTo(BatchResult.FENCED);
    assertRefused(() -> load(former, "r"));
    get(former.release());

    Partition next = get(store().takeOver(0, "b"));
    assertThat(load(next, "r")).isEqualTo(Map.of("h", "1"));
    apply(next, put("r", "h", "2"));
  }

  @Test
  void partitionIsTakenFromTheseHandsOnly() {
    Holding nobodys = get(store().holding(0));
    Partition first = get(store().takeOver(0, "a", nobodys)).orElseThrow();
    assertThat(get(store().takeOver(0, "b", nobodys))).isEmpty();
    assertThat(ownerOf(0)).isEqualTo("a");
    Holding firsts = get(store().holding(0));
    apply(first, put("r", "h", "1"));
    Partition second = get(store().takeOver(0, "b", firsts)).orElseThrow();
    assertThat(load(second, "r")).isEqualTo(Map.of("h", "1"));
    assertRefused(() -> load(first, "r"));
    assertRefused(() -> get(first.check()));
    get(second.check());
    get(second.release());
    Holding released = get(store().holding(0));
    assertThat(released.member()).isEmpty();
    assertThat(get(store().takeOver(0, "c", released))).isPresent();
  }

  @Test
  void ownerThatReaffirmedItselfIsNotTakenFromByWhoLookedBefore() {
    Partition owner = get(store().takeOver(0, "a"));
    Holding before = get(store().holding(0));
    assertThat(get(owner.reaffirm())).isTrue();
    assertThat(get(store().takeOver(0, "b", before))).isEmpty();
    apply(owner, put("r", "h", "1"));
    Holding now = get(store().holding(0));
    assertThat(get(store().takeOver(0, "b", now))).isPresent();
    assertThat(get(owner.reaffirm())).isFalse();
  }

  @Test
  void indexIsReadByAnyone() {
    Partition owner = get(store().takeOver(0, "a"));
    apply(owner, put("r", "h", "1"), new Change.Listed("r", 5));
    get(store().takeOver(0, "b"));
    assertThat(get(store().index(0).list(Long.MAX_VALUE, 10))).containsExactly("r");
    assertThat(get(store().index(0).headers(List.of("r")))).containsOnlyKeys("r");
    assertThat(store().secret()).isNotBlank();
  }

  @Test
  void releaseByAFormerOwnerChangesNothing() {
    Partition former = get(store().takeOver(0, "a"));
    Partition owner = get(store().takeOver(0, "a"));
    get(former.release());
    assertThat(ownerOf(0)).isEqualTo("a");
    apply(owner, put("r", "h", "1"));
  }

  @Test
  void readsOfAFormerOwnerAreRefused() {
    Partition former = partition();
    apply(former, put("r", "h", "1"));
    partition();
    assertRefused(() -> load(former, "r"));
    assertRefused(() -> get(former.due(Long.MAX_VALUE, 1)));
    assertRefused(() -> get(former.purge(1)));
  }

  static void assertRefused(ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED));
  }

  @Test
  void describesItself() {
    assertThat(store().describe()).contains(PARTITIONS + " partitions");
    assertThat(store().partitions()).isEqualTo(PARTITIONS);
    assertThat(store().reachable()).isTrue();
  }
}
