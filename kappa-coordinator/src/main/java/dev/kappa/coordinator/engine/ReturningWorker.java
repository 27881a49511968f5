package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.objects.Carried;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks for a function that can't: asks for a task, invokes the function with it, says for it that
 * it lives, and commits what it returns. It does so for one task, so that each has all the time of
 * an invocation. Used on the engine's loop.
 */
final class ReturningWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ReturningWorker.class);

  private final ReturningWorkers all;
  private final String version;
  private final Message.Hello hello;
  private final CompletableFuture<InvokeOutcome> end = new CompletableFuture<>();
  private final WorkerTalk talk;

  /** For what is too large for a payload; null if there is no bucket. */
  private final @Nullable ClaimCheck claims;

  private @Nullable TurnPayload payload;

  /** Where the step stood that has begun for the turn that is now. */
  private @Nullable Assignment begun;

  private @Nullable TurnAnswer answer;

  /** Whether the task is to be cancelled. */
  private boolean cancelled;

  /** Whether the task is this attempt's no more. */
  private boolean over;

  private @Nullable ScheduledFuture<?> beats;

  /** What comes of the invocation when all that it asks for is answered. */
  private InvokeOutcome outcome = new InvokeOutcome.Returned(new byte[0]);

  ReturningWorker(ReturningWorkers all, String version, Message.Hello hello) {
    this.all = all;
    this.version = version;
    this.hello = hello;
    this.talk = new WorkerTalk(all, hello, new Replies());
    this.claims = all.claimCheck(end::isDone);
  }

  /** {@return completes when the function works no more} */
  CompletableFuture<InvokeOutcome> end() {
    return end;
  }

  void begin() {
    talk.open();
    talk.ask(all.poll());
  }

  // ---- what is answered

  private final class Replies implements WorkerTalk.Replies {
    @Override
    public void answered(Message request, Message reply) {
      switch (reply) {
        case Message.Assigned m -> assigned(m.assignment());
        case Message.Released m -> unused();
        case Message.Frames m -> frames(m);
        case Message.Blob m -> blob(request, m);
        case Message.BlobStored m -> settled();
        case Message.Committed m -> committed(m);
        case Message.Yielded m -> {
          over = true;
          settled();
        }
        case Message.Superseded m -> superseded(m);
        default -> broken("the coordinator answered " + reply);
      }
    }

    @Override
    public void lost(String why) {
      broken(why);
    }
  }

  /** Nothing was done for which the function is to be invoked. */
  private void unused() {
    all.engine().dispatcher().needless(hello.invocation());
    finish();
  }

  /** There is no way to go on with the coordinator that has the run: it will find that out. */
  private void broken(String why) {
    LOG.info("what a function returned was not taken: {}", why);
    all.engine().dispatcher().needless(hello.invocation());
    talk.notBegun();
    finish();
  }

  private void superseded(Message.Superseded reply) {
    if (answer == null) {
      unused();
      return;
    }
    LOG.debug("too late: {}", reply.reason());
    over = true;
    settled();
  }

  // ---- before the invocation

  private void assigned(Assignment task) {
    payload = new TurnPayload(task, all.wishes().of(task.ref()), all.limits());
    talk.holds(task.ref());
    prepare(payload);
  }

  private void prepare(TurnPayload turn) {
    Assignment task = turn.task();
    int below = turn.lacksFramesBelow();
    if (below > 0) {
      talk.ask(new Message.FetchFrames(task.ref(), task.base(), below));
      return;
    }
    List<String> blobs = turn.choose();
    if (blobs == null) {
      all.wishes().set(task.ref(), TurnWishes.Wish.NONE);
      park(task, turn.unfit());
    } else if (claims != null && turn.isLarge()) {
      live();
      claims.enter(turn.bytes(), () -> fetch(turn, blobs));
    } else {
      fetch(turn, blobs);
    }
  }

  private void fetch(TurnPayload turn, List<String> blobs) {
    if (blobs.isEmpty()) {
      pack(turn);
    } else {
      blobs.forEach(name -> talk.ask(new Message.FetchBlob(turn.task().ref(), name)));
    }
  }

  private void frames(Message.Frames reply) {
    if (payload != null && !reply.frames().isEmpty()) {
      payload.add(reply.frames());
      prepare(payload);
    } else {
      broken("there are no frames where some should be");
    }
  }

  private void blob(Message request, Message.Blob reply) {
    if (payload != null && request instanceof Message.FetchBlob asked) {
      payload.has(asked.name(), reply.bytes());
      if (talk.isSettled()) {
        pack(payload);
      }
    }
  }

  /** The task can't go on: nothing is invoked. */
  private void park(Assignment task, Failure failure) {
    all.engine().dispatcher().needless(hello.invocation());
    answer = TurnAnswer.nothing(true);
    commit(task, Continuation.at(task, new Next.Parked(failure)), false);
  }

  private void commit(Assignment task, Continuation continuation, boolean release) {
    talk.ask(
        new Message.Commits(
            new Commit(task.ref(), task.seq() + 1, task.base(), continuation, List.of(), release)));
  }

  /** What is too large for a payload is in the bucket before the function is told of it. */
  private void pack(TurnPayload turn) {
    if (claims == null || !turn.isLarge()) {
      invoke(turn, new Carried.Inline(turn.messages()));
    } else if (mayBegin(turn)) {
      claims.put(
          turn.task().ref(), turn::messages, claim -> invoke(turn, claim), this::orderNotStored);
    }
  }

  private void orderNotStored(String why) {
    outcome = new InvokeOutcome.Failed(InvokeError.ORDER_NOT_STORED, why);
    all.engine().tally().invoked();
    all.engine().tally().invocationEnded(outcome);
    notStarted();
  }

  /** {@return whether the attempt has its task still} If not, it ends. */
  private boolean mayBegin(TurnPayload turn) {
    if (!talk.isAway() && all.mayBegin(turn.task().ref())) {
      return true;
    }
    // Steps would run again that another may have finished.
    all.engine().dispatcher().needless(hello.invocation());
    notStarted();
    return false;
  }

  private void invoke(TurnPayload turn, Carried said) {
    if (mayBegin(turn)) {
      live();
      all.invoke(version, turn, said, begun != null)
          .whenComplete((how, error) -> all.loop().execute(() -> returned(turn, how, error)));
    }
  }

  /** From now on it is said that it lives. */
  private void live() {
    if (beats == null) {
      long pause = talk.heartbeatMillis();
      beats = all.loop().scheduleWithFixedDelay(talk::beat, pause, pause, TimeUnit.MILLISECONDS);
    }
  }

  // ---- after it

  private void returned(TurnPayload turn, @Nullable InvokeOutcome how, @Nullable Throwable error) {
    AttemptRef attempt = turn.task().ref();
    outcome =
        how == null ? new InvokeOutcome.Failed(InvokeError.NO_ANSWER, String.valueOf(error)) : how;
    if (outcome instanceof InvokeOutcome.Returned r) {
      heard(turn, TurnAnswer.read(r.payload(), attempt));
    } else {
      ended(turn, TurnAnswer.NOTHING);
    }
  }

  /** It may have said where it says what it has to. */
  private void heard(TurnPayload turn, TurnAnswer said) {
    AttemptRef attempt = turn.task().ref();
    Carried.Claim claim = said.claim();
    if (claim == null) {
      ended(turn, said);
    } else if (claims == null) {
      ended(turn, TurnAnswer.nothing(true));
    } else {
      claims.get(
          claim,
          // It has done its work: that is wanted as long as the attempt has its task.
          () -> !talk.isAway() && all.mayBegin(attempt),
          bytes -> ended(turn, TurnAnswer.opened(bytes, attempt)),
          why -> answerNotRead(turn, why));
    }
  }

  private void answerNotRead(TurnPayload turn, String why) {
    outcome = new InvokeOutcome.Failed(InvokeError.ANSWER_NOT_READ, why);
    ended(turn, TurnAnswer.NOTHING);
  }

  /** {@code said} is what it returned, if it did. */
  private void ended(TurnPayload turn, TurnAnswer said) {
    if (claims != null) {
      claims.dropOrder();
    }
    all.engine().tally().invocationEnded(outcome);
    switch (outcome) {
      case InvokeOutcome.Returned r -> answered(turn, said);
      case InvokeOutcome.Failed f -> failed(turn.task().ref(), f);
    }
  }

  private void failed(AttemptRef attempt, InvokeOutcome.Failed how) {
    switch (how.error().rule().task()) {
      case NONE -> notStarted();
      case COUNTS -> {
        all.engine().dispatcher().answered(hello.invocation());
        if (isSpent(how)) {
          notStarted();
        } else {
          finish();
        }
      }
      case UNKNOWN ->
          // It may go on. What it does then has no effect, but is done twice.
          all.loop()
              .schedule(() -> unknown(attempt, how), all.leaseMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** A process that was to end, and was given a task before it did. */
  private static boolean isSpent(InvokeOutcome.Failed failure) {
    return failure.message().contains("SpentError");
  }

  private void unknown(AttemptRef attempt, InvokeOutcome.Failed how) {
    if (talk.leaveTask()) {
      all.engine().attempts().lost(attempt, Command.Loss.ORPHANED, how.message());
    }
    finish();
  }

  /** The function has done nothing: that says nothing of the task. */
  private void notStarted() {
    Assignment standing = begun;
    begun = null;
    talk.notBegun();
    if (standing == null) {
      finish();
    } else {
      takeBack(standing);
    }
  }

  /** The step has not begun after all. */
  private void takeBack(Assignment standing) {
    answer = TurnAnswer.nothing(true);
    commit(standing, Continuation.before(standing), true);
  }

  private void answered(TurnPayload turn, TurnAnswer said) {
    if (!said.begun()) {
      notStarted();
      return;
    }
    all.engine().dispatcher().answered(hello.invocation());
    answer = said;
    begun = null;
    AttemptRef attempt = turn.task().ref();
    all.wishes().set(attempt, said.wish());
    if (said.requests().isEmpty()) {
      finish();
      return;
    }
    for (Message request : said.requests()) {
      if (request instanceof Message.PutBlob blob) {
        turn.has(blob.name(), blob.bytes());
      }
      talk.ask(request);
    }
  }

  private void committed(Message.Committed reply) {
    cancelled |= reply.cancel();
    settled();
  }

  /** Goes on when all is answered. */
  private void settled() {
    TurnAnswer said = answer;
    if (said == null || !talk.isSettled()) {
      return;
    }
    Message.Assigned next = said.next();
    leaveRoom();
    if (next == null || over) {
      finish();
    } else if (cancelled || talk.isAway()) {
      // Nobody is to begin what may be another's by then.
      takeBack(next.assignment());
    } else {
      begun = next.assignment();
      answer = null;
      TurnPayload turn = payload == null ? null : payload.next(next.assignment());
      payload = turn;
      if (turn != null) {
        prepare(turn);
      }
    }
  }

  private void finish() {
    if (beats != null) {
      beats.cancel(false);
    }
    if (claims != null) {
      claims.dropOrder();
    }
    talk.close();
    end.complete(outcome);
    // Last: others begin within it.
    leaveRoom();
  }

  private void leaveRoom() {
    if (claims != null) {
      claims.leave();
    }
  }
}
