package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.api.Limits;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Handle;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.PermitVerb;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What is asked of the limits that this coordinator has. May be called on any thread. */
final class EngineLimits implements Limits {
  private final Executor loop;
  private final Engine engine;
  private final SecureRandom random = new SecureRandom();

  EngineLimits(Executor loop, Engine engine) {
    this.loop = loop;
    this.engine = engine;
  }

  @Override
  public CompletableFuture<PermitAnswer> ask(PermitRequest request) {
    CompletableFuture<PermitAnswer> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            submit(request, answer);
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  @Override
  public CompletableFuture<Void> offered(String run, String task) {
    return CompletableFuture.runAsync(() -> engine.errands().hurry(run, Handle.parse(task)), loop);
  }

  private void submit(PermitRequest request, CompletableFuture<PermitAnswer> answer) {
    String id = request.limit().id();
    engine.overload().refuseIfAway(id);
    engine.overload().refuseIfBacklogged(id);
    if (request.verb() == PermitVerb.ACQUIRE) {
      engine.overload().refuseIfMemoryIsFull(id);
    }
    long tickets = random.nextLong(Long.MAX_VALUE / 2);
    engine
        .commands()
        .submit(id, new Command.OfLimit(request, tickets), reply -> answer(id, reply, answer));
  }

  private static void answer(String id, Reply reply, CompletableFuture<PermitAnswer> answer) {
    switch (reply) {
      case Reply.OfLimit told -> answer.complete(told.answer());
      case Reply.Unknown unknown -> answer.complete(PermitAnswer.NONE);
      case Reply.Refused no ->
          answer.completeExceptionally(new KappaException(no.code(), no.message()));
      case Reply.Moved moved -> answer.completeExceptionally(Fencing.moved(id));
      case Reply.None none -> unexpected(id, none, answer);
      case Reply.Broken broken -> unexpected(id, broken, answer);
      case Reply.Started started -> unexpected(id, started, answer);
      case Reply.Conflict conflict -> unexpected(id, conflict, answer);
      case Reply.OfSchedule schedule -> unexpected(id, schedule, answer);
      case Reply.Assigned assigned -> unexpected(id, assigned, answer);
      case Reply.NotReady no -> unexpected(id, no, answer);
      case Reply.ToWorker said -> unexpected(id, said, answer);
    }
  }

  private static void unexpected(String id, Reply reply, CompletableFuture<PermitAnswer> answer) {
    answer.completeExceptionally(new KappaException(ErrorCode.INTERNAL, id + ": " + reply));
  }
}
