package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.metrics.CountBy;
import dev.kappa.coordinator.metrics.Durations;
import dev.kappa.coordinator.metrics.Metric;
import dev.kappa.coordinator.metrics.Readings;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.wire.Message;

/** What the engine counts for who watches it: plain numbers. Used on its loop. */
final class Tally {
  private final CountBy<RunStatus> ended = new CountBy<>(RunStatus.class);
  private final CountBy<Command.Loss> lost = new CountBy<>(Command.Loss.class);
  private final CountBy<CommitAnswer> commits = new CountBy<>(CommitAnswer.class);
  private final Durations commitTimes = new Durations();
  private final CountBy<InvokeError> failed = new CountBy<>(InvokeError.class);
  private long runsStarted;
  private long attemptsStarted;
  private long parked;
  private long invoked;
  private long returned;
  private long batches;
  private long batchBytes;
  private long blobs;
  private long blobBytes;

  /** What a commit was answered. */
  private enum CommitAnswer {
    /** It was applied. */
    ACCEPTED,
    /** It was applied before, and sent again. */
    REPEATED,
    /** Another attempt has the task, or it builds on another state: nothing was changed. */
    SUPERSEDED
  }

  // ---- runs and tasks

  /** What came of a command is durable. */
  void durable(Applied applied) {
    if (applied.reply() instanceof Reply.Started started && started.now()) {
      runsStarted++;
    } else if (applied.reply() instanceof Reply.Assigned) {
      attemptsStarted++;
    } else if (applied.reply() instanceof Reply.ToWorker said) {
      boolean refused = said.message() instanceof Message.Superseded;
      boolean again = applied.changes().isEmpty();
      commits.add(
          refused
              ? CommitAnswer.SUPERSEDED
              : again ? CommitAnswer.REPEATED : CommitAnswer.ACCEPTED);
    }
  }

  /** A run has its result. */
  void ended(RunStatus status) {
    ended.add(status);
  }

  /** A task can't go on with the code at hand. */
  void parked() {
    parked++;
  }

  /** An attempt has lost its worker. */
  void lost(Command.Loss loss) {
    lost.add(loss);
  }

  // ---- commits

  /** A commit was refused whose run is not here, or can't be read. */
  void refused() {
    commits.add(CommitAnswer.SUPERSEDED);
  }

  /** A commit is durable that came so long ago. */
  void committed(long nanos) {
    commitTimes.add(nanos);
  }

  // ---- invocations

  /** The function was invoked. */
  void invoked() {
    invoked++;
  }

  /** An invocation has ended. */
  void invocationEnded(InvokeOutcome how) {
    switch (how) {
      case InvokeOutcome.Returned r -> returned++;
      case InvokeOutcome.Failed f -> failed.add(f.error());
    }
  }

  // ---- the store

  /** The store has taken a batch. */
  void written(long bytes) {
    batches++;
    batchBytes += bytes;
  }

  /** The store has taken a blob. */
  void blobStored(long bytes) {
    blobs++;
    blobBytes += bytes;
  }

  // ---- what they are

  void read(Readings all) {
    all.add(Metric.RUNS_STARTED, runsStarted);
    ended.all().entrySet().stream()
        .filter(each -> each.getKey().ended())
        .forEach(each -> all.add(Metric.RUNS_ENDED, each.getValue(), CountBy.label(each.getKey())));
    all.add(Metric.TASKS_PARKED, parked)
        .add(Metric.ATTEMPTS_STARTED, attemptsStarted)
        .add(Metric.ATTEMPTS_LOST, lost)
        .add(Metric.COMMITS, commits)
        .add(Metric.COMMIT_SECONDS, commitTimes)
        .add(Metric.INVOCATIONS_STARTED, invoked)
        .add(Metric.INVOCATIONS_ENDED, returned, "returned")
        .add(Metric.INVOCATIONS_ENDED, failed)
        .add(Metric.STORE_BATCHES, batches)
        .add(Metric.STORE_BATCH_BYTES, batchBytes)
        .add(Metric.STORE_BLOBS, blobs)
        .add(Metric.STORE_BLOB_BYTES, blobBytes);
  }
}
