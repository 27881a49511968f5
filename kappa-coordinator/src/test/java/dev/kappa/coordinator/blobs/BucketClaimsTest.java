package dev.kappa.coordinator.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.Carried;
import dev.kappa.objects.MemoryBucket;
import dev.kappa.objects.ObjectEntry;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Handle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What invocations are given and return, in a bucket that is away at times. */
final class BucketClaimsTest {
  private static final AttemptRef ATTEMPT = new AttemptRef("run", Handle.ROOT, 2);
  private static final byte[] SAID = "what is said".getBytes(UTF_8);

  private final MemoryBucket objects = new MemoryBucket();
  private final Deque<ErrorCode> failures = new ArrayDeque<>();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void end() {
    loop.shutdownNow();
  }

  private Bucket bucket() {
    return (Bucket)
        Proxy.newProxyInstance(
            Bucket.class.getClassLoader(),
            new Class<?>[] {Bucket.class},
            (self, method, arguments) -> {
              ErrorCode failure = failures.poll();
              if (failure != null) {
                throw new KappaException(failure, "not now");
              }
              try {
                return method.invoke(objects, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private BucketClaims claims(String settings, int tries) {
    BlobPlace place = BlobPlace.parse("s3://data/blobs?" + settings).below("mine");
    BucketBlobs blobs =
        new BucketBlobs(
            place, bucket(), Runnable::run, Runnable::run, task -> {}, InstantSource.system());
    return new BucketClaims(blobs, loop, tries);
  }

  private List<String> keys() {
    return objects.list("", Integer.MAX_VALUE).stream().map(ObjectEntry::key).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"payload=5", "seal=true&payload=5"})
  void whatIsPutThereIsBesideTheBlobsOfItsAttemptUntilItIsDropped(String settings) {
    BucketClaims claims = claims(settings, 1);
    assertThat(claims.inlineBytes()).isEqualTo(5);
    Carried.Claim claim = claims.put(ATTEMPT, () -> SAID).join();
    assertThat(keys()).singleElement().asString().startsWith("blobs/mine/run/0.0/2/");
    assertThat(claims.get(claim, () -> false).join()).isEqualTo(SAID);
    claims.drop(claim);
    assertThat(keys()).isEmpty();
    assertThatThrownBy(() -> claims.get(claim, () -> false).join())
        .hasMessageContaining("is not there");
  }

  @Test
  void bucketThatIsAwayIsAskedAgain() {
    failures.addAll(List.of(ErrorCode.BUCKET_UNREACHABLE, ErrorCode.BUCKET_THROTTLED));
    BucketClaims claims = claims("payload=5", 3);
    Carried.Claim claim = claims.put(ATTEMPT, () -> SAID).join();
    failures.add(ErrorCode.BUCKET_UNREACHABLE);
    assertThat(claims.get(claim, () -> false).join()).isEqualTo(SAID);
    assertThat(failures).isEmpty();
    assertThat(keys()).hasSize(1);
  }

  @Test
  void bucketThatStaysAwayIsGivenUp() {
    failures.addAll(List.of(ErrorCode.BUCKET_UNREACHABLE, ErrorCode.BUCKET_UNREACHABLE));
    BucketClaims claims = claims("payload=5", 2);
    assertThatThrownBy(() -> claims.put(ATTEMPT, () -> SAID).join())
        .hasMessageContaining("not now");
    assertThat(failures).isEmpty();
  }

  @Test
  void whatAFunctionHasDoneIsWaitedForAsLongAsItIsWanted() {
    BucketClaims claims = claims("payload=5", 1);
    Carried.Claim claim = claims.put(ATTEMPT, () -> SAID).join();
    for (int i = 0; i < 3; i++) {
      failures.add(ErrorCode.BUCKET_UNREACHABLE);
    }
    assertThat(claims.get(claim, () -> true).join()).isEqualTo(SAID);
    assertThat(failures).isEmpty();

    failures.add(ErrorCode.BUCKET_UNREACHABLE);
    assertThatThrownBy(() -> claims.get(claim, () -> false).join()).hasMessageContaining("not now");
  }

  @Test
  void whatDoesNotFitInMemoryIsAnAnswer() {
    BucketClaims claims = claims("payload=5", 1);
    Supplier<byte[]> large =
        () -> {
          throw new OutOfMemoryError("Java heap space");
        };
    assertThatThrownBy(() -> claims.put(ATTEMPT, large).join())
        .hasRootCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void ofAnObjectThatIsLongerThanItsClaimSaysLittleIsRead() {
    BucketClaims claims = claims("payload=5", 1);
    Carried.Claim claim = claims.put(ATTEMPT, () -> SAID).join();
    objects.write(keys().getFirst(), new byte[1 << 20]);
    assertThatThrownBy(() -> claims.get(claim, () -> false).join())
        .hasMessageContaining("has %d bytes (expected: %d)", SAID.length + 1, SAID.length);
  }

  @Test
  void refusalIsToldAtOnce() {
    failures.addAll(List.of(ErrorCode.BUCKET_ACCESS_DENIED, ErrorCode.BUCKET_UNREACHABLE));
    BucketClaims claims = claims("payload=5", 9);
    assertThatThrownBy(() -> claims.put(ATTEMPT, () -> SAID).join())
        .hasMessageContaining("not now");
    assertThat(failures).hasSize(1);
  }
}
