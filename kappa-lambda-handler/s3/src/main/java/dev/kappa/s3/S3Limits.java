package dev.kappa.s3;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * How long requests may take. A server may take a connection, and then neither read nor answer: a
 * silence of {@link #SILENCE} ends what is read, but not what is written. What it has to copy or to
 * put together may take it long.
 *
 * @param call how many milliseconds a call may take with all its tries, asked when it begins; null
 *     for as long as they take
 */
record S3Limits(@Nullable LongSupplier call) {
  /** Of calls that take as long as their tries do. */
  static final S3Limits OF_TRIES = new S3Limits(null);

  /** So long nothing may come of an answer that is read. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private static final Duration LEAST = Duration.ofSeconds(20);

  /** Slow lines pass as much, and who shares one with others waits for his turn. */
  private static final Duration PER_MIB = Duration.ofSeconds(8);

  /** {@return what a request is given that moves so many bytes} Each try may take so long. */
  AwsRequestOverrideConfiguration moving(long bytes) {
    return config()
        .apiCallAttemptTimeout(LEAST.plus(PER_MIB.multipliedBy(Math.ceilDiv(bytes, 1 << 20))))
        .build();
  }

  /** {@return what a request is given whose answer may have any length, or may take its time} */
  AwsRequestOverrideConfiguration reading() {
    return config().build();
  }

  private AwsRequestOverrideConfiguration.Builder config() {
    AwsRequestOverrideConfiguration.Builder config = AwsRequestOverrideConfiguration.builder();
    return call == null
        ? config
        : config.apiCallTimeout(Duration.ofMillis(Math.max(1, call.getAsLong())));
  }
}
