package dev.kappa.testkit;

import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.core.Effect;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The limits that the run under test and those that it has started share, in their time. */
final class TestLimits {
  private final Core core = new Core(CoreSettings.DEFAULT);
  private final Agenda agenda;
  private final Consumer<String> offered;
  private final Map<String, RunState> all = new HashMap<>();
  private long tickets;

  /**
   * In the time of {@code agenda}.
   *
   * @param offered is told the name of each permit that is offered
   */
  TestLimits(Agenda agenda, Consumer<String> offered) {
    this.agenda = agenda;
    this.offered = offered;
  }

  PermitAnswer ask(PermitRequest request) {
    tickets += 1000;
    return switch (apply(request.limit().id(), new Command.OfLimit(request, tickets))) {
      case Reply.OfLimit told -> told.answer();
      case Reply.Refused refused -> throw new KappaException(refused.code(), refused.message());
      case Reply reply -> throw new KappaException(ErrorCode.INTERNAL, reply.toString());
    };
  }

  private Reply apply(String id, Command command) {
    Applied applied = core.apply(id, all.get(id), command, agenda.now());
    all.put(id, Objects.requireNonNull(applied.state()));
    for (Effect effect : applied.effects()) {
      if (effect instanceof Effect.Offered permit) {
        agenda.soon(() -> offered.accept(permit.permit()));
      }
    }
    plan(id, applied.state());
    return applied.reply();
  }

  private void plan(String id, RunState state) {
    long next = state.over() ? Long.MAX_VALUE : state.nextTimer();
    if (next < Long.MAX_VALUE) {
      agenda.at(next, () -> tick(id));
    }
  }

  private void tick(String id) {
    RunState state = all.get(id);
    if (state != null && !state.over() && state.nextTimer() <= agenda.now()) {
      apply(id, new Command.Tick());
    }
  }
}
