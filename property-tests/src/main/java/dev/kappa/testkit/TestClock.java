package dev.kappa.testkit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The virtual time of the run whose step asks, else the real time. */
final class TestClock extends Clock {
  private static final ThreadLocal<@Nullable TestRun> CURRENT = new ThreadLocal<>();

  private final ZoneId zone;

  TestClock(ZoneId zone) {
    this.zone = zone;
  }

  static TestClock utc() {
    return new TestClock(ZoneOffset.UTC);
  }

  /** This thread is one of {@code run}. */
  static void enter(TestRun run) {
    CURRENT.set(run);
  }

  @Override
  public Instant instant() {
    TestRun run = CURRENT.get();
    return run == null ? Instant.now() : Instant.ofEpochMilli(run.now());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new TestClock(other);
  }
}
