package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.api.client.KappaClient;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    description = "Runs that start by themselves: list, show, put, pause, resume, trigger, delete.")
final class ScheduleCommand extends ClientCommand {
  /** What is to be done. */
  private enum Action {
    LIST,
    SHOW,
    PUT,
    PAUSE,
    RESUME,
    TRIGGER,
    DELETE
  }

  @Parameters(index = "0", paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
  private Action action = Action.LIST;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Name of the schedule; not for list.")
  private String name = "";

  @ArgGroup(exclusive = false, heading = "What it is to do, for put:%n")
  private @Nullable ScheduleFlags flags;

  private String body = "";

  ScheduleCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void prepare() {
    if (name.isEmpty() != (action == Action.LIST)) {
      throw wrong(
          action == Action.LIST
              ? "'" + name + "' (expected: no name)"
              : "missing (expected: NAME)");
    }
    if (flags != null && action != Action.PUT) {
      throw wrong("with options of put");
    }
    if (action == Action.PUT) {
      body = (flags == null ? new ScheduleFlags() : flags).body();
    }
  }

  private KappaException wrong(String what) {
    return new KappaException(
        ErrorCode.BAD_REQUEST,
        "schedule %s: %s".formatted(action.name().toLowerCase(Locale.ROOT), what));
  }

  @Override
  Need need() {
    return action == Action.PUT ? Need.START : Need.GO_ON;
  }

  @Override
  int work(Session session, KappaClient client) {
    return switch (action) {
      case LIST -> report().schedules(client.schedules());
      case SHOW -> report().schedule(client.schedule(name));
      case PUT -> changed(session, client.putSchedule(name, body, Schedules.Source.CLIENT));
      case PAUSE -> report().schedule(client.pauseSchedule(name, true));
      case RESUME -> changed(session, client.pauseSchedule(name, false));
      case TRIGGER -> changed(session, client.triggerSchedule(name, UUID.randomUUID().toString()));
      case DELETE -> report().schedule(client.deleteSchedule(name, Schedules.Source.CLIENT));
    };
  }

  /** There may be something to start by now: somebody has to be there. */
  private int changed(Session session, ScheduleView schedule) {
    session.detach();
    return report().schedule(schedule);
  }
}
