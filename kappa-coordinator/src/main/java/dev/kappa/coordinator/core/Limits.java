package dev.kappa.coordinator.core;

import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitVerb;
import java.util.List;

/**
 * Limits that runs share. One is stored as a run is, under an id made of its name, and has no
 * tasks; so the partition of its name owns it, and it is loaded, kept, handed over and fenced like
 * any run. It is stored while somebody has a permit or waits for one, and while its rate counts.
 */
final class Limits {
  private Limits() {}

  /** Begins a limit of which nothing was known, if a permit is wanted. */
  static Applied begin(
      CoreSettings settings, Format format, String id, Command.OfLimit c, long now) {
    LimitState made = LimitState.of(c.request().limit(), c.tickets());
    if (c.request().verb() != PermitVerb.ACQUIRE) {
      return nothing(id, made, now, new Reply.OfLimit(PermitAnswer.NONE));
    }
    Reply.Refused refusal =
        format.refusal(Format.LIMITS, "limit '%s'".formatted(made.spec().name()));
    if (refusal != null) {
      return nothing(id, made, now, refusal);
    }
    RunHeader header = RunHeader.start("", 0, "", now);
    Transition t = new Transition(settings, format, RunState.create(id, header), true, now);
    t.put(made);
    return asked(t, c);
  }

  private static Applied nothing(String id, LimitState limit, long now, Reply reply) {
    return new Applied(none(id, limit, now), List.of(), List.of(), reply);
  }

  /** {@return one that is not there} */
  static RunState none(String id, LimitState limit, long now) {
    RunHeader header = RunHeader.start("", 0, "", now).ended(RunStatus.SUCCEEDED, null, now);
    return RunState.create(id, header).with(limit);
  }

  /** Applies a command to a limit. */
  static Applied apply(Transition t, Command command) {
    return switch (command) {
      case Command.OfLimit c -> asked(t, c);
      case Command.Tick c -> tick(t);
      case Command.Unpark c -> t.end(new Reply.None());
      case Command.Look c -> t.end(new Reply.None());
      case Command.Sweep c -> t.end(new Reply.None());
      case Command.Lost c -> t.end(new Reply.None());
      case Command.Told c -> t.end(new Reply.None());
      case Command.Heard c -> t.end(new Reply.None());
      case Command.Permitted c -> t.end(new Reply.None());
      case Command.Start c -> t.end(new Reply.Conflict());
      case Command.Dispatch c -> t.end(new Reply.NotReady());
      case Command.Committed c -> t.end(new Reply.Unknown());
      case Command.Cancel c -> t.end(new Reply.Unknown());
      case Command.Terminate c -> t.end(new Reply.Unknown());
      case Command.Signal c -> t.end(new Reply.Unknown());
      case Command.Accept c -> t.end(new Reply.Unknown());
      case Command.Move c -> t.end(new Reply.Unknown());
      case Command.OfSchedule c -> t.end(new Reply.Unknown());
    };
  }

  private static Applied asked(Transition t, Command.OfLimit c) {
    PermitRequest request = c.request();
    LimitState then = t.limit().at(t.now);
    String permit = request.permit();
    LimitState done =
        switch (request.verb()) {
          case ACQUIRE -> then.with(request.limit()).acquire(permit);
          case TAKE -> then.take(permit, request.ticket(), t.now);
          case RELEASE -> then.without(permit);
        };
    if (done.permits().size() > LimitState.MOST) {
      return t.end(
          new Reply.Refused(
              ErrorCode.OVERLOADED,
              "limit '%s': %d tasks wait for it or are in it (expected: fewer)"
                  .formatted(then.spec().name(), LimitState.MOST)));
    }
    return t.end(new Reply.OfLimit(become(t, done, permit).answer(permit)));
  }

  private static Applied tick(Transition t) {
    become(t, t.limit().at(t.now), "");
    return t.end(new Reply.None());
  }

  private static LimitState become(Transition t, LimitState changed, String permit) {
    LimitState after = changed.offering(t.now + t.settings.offer().toMillis());
    LimitChanges changes = new LimitChanges(t.limit(), after, permit, t.now);
    t.put(after, changes);
    changes.offered().forEach(offered -> t.effect(new Effect.Offered(offered)));
    if (after.idle()) {
      t.deleteLimit();
    }
    return after;
  }
}
