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
  private @Nullable Line line;

  ProgressBarView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(RunView run) {
    if (bar == null) {
      line = new Line(terminal);
      bar = draw(run, line);
    }
    bar.maxHint(run.tasks());
    bar.stepTo(run.tasksDone());
    bar.setExtraMessage((run.tasks() == 1 ? " task, " : " tasks, ") + Counted.work(run));
  }

  private static ProgressBar draw(RunView run, Line line) {
    return new ProgressBarBuilder()
        .setTaskName(run.workflow())
        .setInitialMax(run.tasks())
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setConsumer(line)
        .hideEta()
        .build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    if (line != null) {
      line.end();
      line = null;
    }
  }

  /**
   * A line of a terminal that is blank at its end. The bar's own clearing leaves an empty line, and
   * leaves out a bar that ends before it was drawn once.
   */
  private static final class Line extends ConsoleProgressBarConsumer {
    private final Terminal terminal;
    private boolean ended;

    Line(Terminal terminal) {
      super(terminal.err(), terminal.columns() - 1);
      this.terminal = terminal;
    }

    @Override
    public synchronized void accept(String text) {
      if (!ended) {
        super.accept(text);
      }
    }

    @Override
    public void close() {
      // The bar's last word would begin another line.
    }

    synchronized void end() {
      ended = true;
      terminal.err().print("\r" + " ".repeat(getMaxRenderedLength()) + "\r");
      terminal.err().flush();
    }
  }
}
