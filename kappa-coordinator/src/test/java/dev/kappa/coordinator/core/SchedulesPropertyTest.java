package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestSchedule.HOUR;
import static dev.kappa.coordinator.core.TestSchedule.hourly;
import static dev.kappa.coordinator.core.TestSchedule.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.ScheduleSpec.Overlap;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever happens between a due time and its start, it comes to what a plain reading says. */
class SchedulesPropertyTest {
  /** What happens to a schedule. */
  enum Event {
    /** An hour passes and somebody is there. */
    HOUR,
    /** Five hours pass and nobody is there; then somebody is. */
    GONE,
    /** A due time is decided, and the coordinator dies before a start is told. */
    CRASH_AFTER_DECISION,
    /** The coordinator dies between two commands. */
    CRASH,
    /** The oldest run ends. */
    END,
    PAUSE,
    RESUME
  }

  /** Plain Java: hours, lists, and what the policies say. */
  private static final class Model {
    final int catchUp;
    final Overlap overlap;
    final List<Long> started = new ArrayList<>();
    final TreeSet<Long> open = new TreeSet<>();
    long buffered = -1;
    long skipped;
    long missed;
    boolean paused;

    Model(int catchUp, Overlap overlap) {
      this.catchUp = catchUp;
      this.overlap = overlap;
    }

    void pass(List<Long> due, boolean there) {
      if (paused) {
        return;
      }
      // The last of them is on time.
      int late = there ? 0 : due.size() - 1;
      for (int i = 0; i < due.size(); i++) {
        if (i < late - catchUp) {
          missed++;
        } else {
          due(due.get(i));
        }
      }
    }

    private void due(long hour) {
      if (open.isEmpty() && buffered < 0) {
        start(hour);
        return;
      }
      switch (overlap) {
        case ALLOW -> start(hour);
        case SKIP -> skipped++;
        case BUFFER_ONE -> {
          skipped += buffered < 0 ? 0 : 1;
          buffered = buffered < 0 ? hour : buffered;
        }
        case CANCEL_OTHER -> {
          skipped += buffered < 0 ? 0 : 1;
          buffered = hour;
        }
      }
    }

    private void start(long hour) {
      started.add(hour);
      open.add(hour);
    }

    void endOldest() {
      open.pollFirst();
      goOn();
    }

    void goOn() {
      if (!paused && open.isEmpty() && buffered >= 0) {
        long hour = buffered;
        buffered = -1;
        start(hour);
      }
    }
  }

  @Property(tries = 500)
  void eachDueTimeHasOneRunOrWhatThePolicySays(
      @ForAll @Size(max = 40) List<Event> events,
      @ForAll @IntRange(min = 0, max = 6) int catchUp,
      @ForAll Overlap overlap) {
    TestSchedule schedule = TestSchedule.of(hourly(catchUp, overlap));
    Model model = new Model(catchUp, overlap);
    for (Event event : events) {
      happens(event, schedule, model);
      assertThat(schedule.hours()).as("after %s of %s", event, events).isEqualTo(model.started);
      assertThat(schedule.schedule().counts())
          .isEqualTo(new ScheduleState.Counts(model.started.size(), model.missed, model.skipped));
    }
  }

  private static void happens(Event event, TestSchedule schedule, Model model) {
    long hour = schedule.now / HOUR;
    switch (event) {
      case HOUR -> {
        schedule.advance(HOUR);
        model.pass(List.of(hour + 1), true);
      }
      case GONE -> {
        schedule.crash();
        schedule.sleep(5 * HOUR);
        model.pass(List.of(hour + 1, hour + 2, hour + 3, hour + 4, hour + 5), false);
      }
      case CRASH_AFTER_DECISION -> {
        schedule.now += HOUR;
        schedule.apply(new Command.Tick(), false);
        schedule.crash();
        schedule.apply(new Command.Tick(), false);
        schedule.errands();
        model.pass(List.of(hour + 1), true);
      }
      case CRASH -> schedule.crash();
      case END -> {
        if (!model.open.isEmpty()) {
          schedule.end(key(model.open.first()));
          model.endOldest();
        }
      }
      case PAUSE -> {
        schedule.ask(new ScheduleCommand.Pause(true));
        model.paused = true;
      }
      case RESUME -> {
        schedule.ask(new ScheduleCommand.Pause(false));
        model.paused = false;
        model.goOn();
      }
    }
  }
}
