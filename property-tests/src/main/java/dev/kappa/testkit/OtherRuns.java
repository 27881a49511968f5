package dev.kappa.testkit;

import dev.kappa.coordinator.core.Reply;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The run under test and those that it has started, and these. */
final class OtherRuns {
  private final Map<String, TestRun> byId = new LinkedHashMap<>();
  private final List<TestRun> all = new ArrayList<>();

  private @Nullable TestLimits limits;

  void add(TestRun first) {
    limits = new TestLimits(first.agenda(), this::offered);
    all.add(first);
    byId.put(first.id(), first);
  }

  /** {@return the limits that they share} */
  TestLimits limits() {
    return Objects.requireNonNull(limits);
  }

  private void offered(String permit) {
    int slash = permit.lastIndexOf('/');
    TestRun run = byId.get(permit.substring(0, slash));
    if (run != null) {
      run.errand(Handle.parse(permit.substring(slash + 1)));
    }
  }

  /** {@return all runs, the one under test first} */
  List<TestRun> all() {
    return List.copyOf(all);
  }

  boolean allOver() {
    return all.stream().allMatch(TestRun::isOver);
  }

  /** {@return the run that was started, now or before; a failure if it can't be} */
  Next.@Nullable Failed start(TestRun starter, Next.Elsewhere what, byte[] input) {
    TestRun known = byId.get(what.run());
    Setup setup = starter.setup().other(what.workflow(), input, starter.now());
    if (known == null && !setup.worker().has(what.workflow())) {
      return refused(
          what, ErrorCode.UNKNOWN_WORKFLOW, "the application has no workflow of that name");
    }
    if (known == null) {
      TestRun other = new TestRun(setup, starter, what.run());
      byId.put(what.run(), other);
      all.add(other);
      other.begin();
    } else if (!known.setup().workflow().equals(what.workflow())
        || !Arrays.equals(known.setup().input(), input)) {
      return refused(
          what,
          ErrorCode.IDEMPOTENCY_CONFLICT,
          "the key '%s' was used before with another workflow or input".formatted(what.key()));
    }
    return null;
  }

  private static Next.Failed refused(Next.Elsewhere what, ErrorCode code, String why) {
    String message =
        "run %s of workflow '%s' can't be started: %s".formatted(what.run(), what.workflow(), why);
    return new Next.Failed(Failure.of(code.text(), KappaException.class.getName(), message, null));
  }

  /** {@return what comes of a signal for another run} */
  Next.End signal(Next.Tell what) {
    TestRun other = byId.get(what.run());
    if (other == null) {
      return refused(what, ErrorCode.UNKNOWN_RUN, "there is no run " + what.run());
    }
    return switch (other.signalled(what)) {
      case Reply.Refused reply -> refused(what, reply.code(), reply.message());
      case Reply.Conflict reply ->
          refused(
              what,
              ErrorCode.IDEMPOTENCY_CONFLICT,
              "signal '%s': it was completed before, with something else".formatted(what.signal()));
      default -> new Next.Completed(Payload.NONE, null);
    };
  }

  private static Next.Failed refused(Next.Tell what, ErrorCode code, String why) {
    String message =
        "signal '%s' can't be given to run %s: %s".formatted(what.signal(), what.run(), why);
    return new Next.Failed(Failure.of(code.text(), KappaException.class.getName(), message, null));
  }

  /** {@return a run that was started} */
  TestRun of(Next.Elsewhere what) {
    TestRun other = byId.get(what.run());
    if (other == null) {
      throw new IllegalStateException("run " + what.run() + " was not started");
    }
    return other;
  }

  /** {@return what a run came to, as others hear it} */
  static Next.End outcome(@Nullable Failure failure, Next.@Nullable Completed result) {
    if (failure == null) {
      return new Next.Completed(
          Payload.NONE, result == null || result.json() == null ? new byte[0] : result.json());
    }
    return new Next.Failed(
        new Failure(
            failure.code(),
            failure.type(),
            failure.message(),
            failure.step(),
            failure.trace(),
            null));
  }
}
