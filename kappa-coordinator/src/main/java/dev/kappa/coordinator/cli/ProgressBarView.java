package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.RunView;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar of the tasks that are done, drawn again and again on one line of a terminal. */
final class ProgressBarView implements Progress {
  private static final int REDRAW_MILLIS = 200;

  private final Terminal terminal;
  private @Nullable ProgressBar bar;

  ProgressBarView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(RunView run) {
    if (bar == null) {
      bar = draw(run);
    }
    bar.maxHint(run.tasks());
    bar.stepTo(run.tasksDone());
    bar.setExtraMessage(
        " tasks, %d invocations, %d checkpoints".formatted(run.invocations(), run.checkpoints()));
  }

  private ProgressBar draw(RunView run) {
    return new ProgressBarBuilder()
        .setTaskName(run.workflow())
        .setInitialMax(run.tasks())
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.columns() - 1))
        .clearDisplayOnFinish()
        .hideEta()
        .build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
