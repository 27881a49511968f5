package dev.kappa.handler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.handler.FakeCoordinator.Answer;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Gcm;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large values go from the worker into a bucket, and from there to the next. */
class LargeValuesTest extends WorkerFixture {
  private static final String KEY = "blobs/run-1/0\\.0/1/\\d{6}-1-[0-9a-f]{32}-s3";

  private FakeCoordinator coordinator = new FakeCoordinator();

  LargeValuesTest() throws IOException {}

  @BeforeEach
  void begin() throws IOException {
    TestBuckets.empty();
    coordinator.close();
    coordinator = coordinator();
    coordinator.blobPlace = TestBuckets.PLACE;
    coordinator.tasks.add(FakeCoordinator.enter("large", NAME));
  }

  private static Payload holding(Commit commit) {
    return ((Next.Holding) commit.next().next()).value();
  }

  /** It goes on when what is missing is there again. */
  private Failure parked() {
    return ((Next.Parked) coordinator.commits.getLast().next().next()).failure();
  }

  @Test
  void blobIsInTheBucketBeforeTheCommitIsSentThatNamesIt() {
    List<Integer> commitsBefore = new ArrayList<>();
    TestBuckets.written = () -> commitsBefore.add(coordinator.commits.size());

    coordinator.work(worker, MINUTE);

    assertThat(commitsBefore).containsExactly(0);
    assertThat(TestBuckets.keys()).singleElement().asString().matches(KEY);
    assertThat(holding(coordinator.commits.getFirst()).blobs())
        .singleElement()
        .asString()
        .isEqualTo(
            TestBuckets.keys().getFirst().substring("blobs/run-1/".length()).replace('/', '-'));
    assertThat(received(Message.PutBlob.class, coordinator)).isEmpty();
    assertThat(result(coordinator)).isEqualTo("100000");
  }

  @Test
  void nextWorkerHasItFromTheBucket() {
    handOutAfterTheFirstCommit();

    coordinator.work(worker, MINUTE);

    assertThat(received(Message.FetchBlob.class, coordinator)).isEmpty();
    assertThat(result(coordinator)).isEqualTo("100000");
  }

  private void handOutAfterTheFirstCommit() {
    coordinator.script =
        commit -> commit.seq() == 1 ? new Answer.Say(new Message.Yielded(1)) : null;
    coordinator.work(worker, MINUTE);
    Commit first = coordinator.commits.getFirst();
    coordinator.tasks.add(coordinator.again(first.next().push(), first.next().next()));
  }

  @Test
  void blobThatSomebodyElseDeletedOrChangedIsToldWithItsKey() {
    handOutAfterTheFirstCommit();
    String key = TestBuckets.keys().getFirst();
    TestBuckets.objects.write(key, new byte[] {1});

    coordinator.work(worker, MINUTE);

    assertThat(parked().code()).isEqualTo("KAPPA-204");
    assertThat(parked().message()).contains("s3://tested/" + key, "was changed");
  }

  @Test
  void encryptedBlobIsReadByItsKeyInTheCommitAlone() {
    coordinator.blobPlace = TestBuckets.PLACE + "?seal=true";
    handOutAfterTheFirstCommit();

    String key = TestBuckets.keys().getFirst();
    assertThat(key).endsWith("-s3e");
    String there = new String(TestBuckets.objects.read(key).orElseThrow(), ISO_8859_1);
    assertThat(there).hasSizeGreaterThan(100_000).doesNotContain("xxxx");
    assertThat(holding(coordinator.commits.getFirst()).size()).isEqualTo(Gcm.KEY_BYTES);

    coordinator.work(worker, MINUTE);
    assertThat(result(coordinator)).isEqualTo("100000");
  }

  @Test
  void blobThatAnotherKeyEncryptedIsTold() {
    coordinator.blobPlace = TestBuckets.PLACE + "?seal=true";
    coordinator.script =
        commit -> commit.seq() == 1 ? new Answer.Say(new Message.Yielded(1)) : null;
    coordinator.work(worker, MINUTE);
    Commit first = coordinator.commits.getFirst();
    Payload value = holding(first);
    Payload other = new Payload(value.handles(), value.blobs(), Gcm.random(Gcm.KEY_BYTES));
    coordinator.tasks.add(coordinator.again(first.next().push(), new Next.Holding(other)));

    coordinator.work(worker, MINUTE);

    assertThat(parked().code()).isEqualTo("KAPPA-204");
    assertThat(parked().message()).contains(value.blobs().getFirst(), "can't be decrypted");
  }

  @Test
  void thresholdIsThePlacesOwn() {
    coordinator.blobPlace = TestBuckets.PLACE + "?inline=1048576";

    coordinator.work(worker, MINUTE);

    assertThat(TestBuckets.keys()).isEmpty();
    assertThat(holding(coordinator.commits.getFirst()).size()).isGreaterThan(100_000);
    assertThat(result(coordinator)).isEqualTo("100000");
  }

  @Test
  void bucketThatIsAwayForAMomentIsNoFaultOfTheTask() {
    TestBuckets.FAILURES.add(ErrorCode.BUCKET_UNREACHABLE);
    TestBuckets.FAILURES.add(ErrorCode.BUCKET_THROTTLED);

    coordinator.work(worker, MINUTE);

    assertThat(result(coordinator)).isEqualTo("100000");
  }

  @Test
  void refusalFailsTheTaskWhereItStandsWithTheReason() {
    TestBuckets.FAILURES.add(ErrorCode.BUCKET_ACCESS_DENIED);

    coordinator.work(worker, MINUTE);

    assertThat(failure(coordinator).code()).isEqualTo("KAPPA-603");
    assertThat(TestBuckets.keys()).isEmpty();
  }

  @Test
  void withoutABucketTheCoordinatorHasThem() {
    coordinator.blobPlace = "";

    coordinator.work(worker, MINUTE);

    assertThat(TestBuckets.keys()).isEmpty();
    assertThat(coordinator.blobs).hasSize(1);
  }

  @Test
  void workerThatIsToldOfNoBucketSaysThatTheBlobIsInOne() {
    handOutAfterTheFirstCommit();
    coordinator.blobPlace = "";

    coordinator.work(worker, MINUTE);

    assertThat(parked().message()).contains("is in a bucket", "--blobs");
  }

  @Test
  void invocationThatReturnsItsCommitsPutsThemThereToo() {
    Turns turns = new Turns(worker, "large");
    turns.blobPlace = TestBuckets.PLACE;

    assertThat(turns.run()).isInstanceOf(Next.Completed.class);

    assertThat(turns.blobs).isEmpty();
    assertThat(TestBuckets.keys()).isNotEmpty().allMatch(key -> key.startsWith("blobs/run-1/0.0/"));
  }
}
