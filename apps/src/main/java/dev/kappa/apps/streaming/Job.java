package dev.kappa.apps.streaming;

import dev.kappa.RunFuture;
import dev.kappa.StepContext;
import dev.kappa.apps.files.OutputFile;
import dev.kappa.apps.files.Scratch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a run are told.
 *
 * @param head the offset behind the first line of the file
 * @param producer the run of the sample producer; null if there is none
 */
record Job(
    Log log,
    ReportFile file,
    long head,
    Settings in,
    @Nullable RunFuture<Produce.Result> producer) {
  static Job begin(Settings in) throws IOException {
    OutputFile.check(null, in.timeline());
    if (in.trace() != null) {
      in.scratch().create();
    }
    LogPlace place = LogPlace.of(in.log(), in.items() != null);
    Log log = new Log(place, in.batchBytes(), 2 * in.workers());
    log.check();
    String name = "streaming-" + StepContext.current().runId() + ".jsonl";
    ReportFile file = ReportFile.of(in.output(), name);
    return new Job(log, file, file.begin(in, place.toString()), in, null);
  }

  /** {@return what the sample producer is told; null if there is to be none} */
  Produce.@Nullable Input sample() {
    return in.items() == null
        ? null
        : new Produce.Input(log.place().toString(), in.rate(), in.items(), null, null);
  }

  Job with(RunFuture<Produce.Result> other) {
    return new Job(log, file, head, in, other);
  }

  @Nullable Scratch trace() {
    return in.trace();
  }
}
