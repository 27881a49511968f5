package dev.kappa.testkit;

import dev.kappa.StepContext;
import dev.kappa.TimedOutException;
import dev.kappa.handler.Requests;
import dev.kappa.handler.World;
import dev.kappa.interpreter.Outcome;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One invocation, or a resident worker, which does one attempt: the real worker, whose messages go
 * as their bytes. It pauses at each commit, so that others come in between.
 */
final class TestWorker implements Requests, World {
  private static final Duration UNWINDING = Duration.ofSeconds(10);

  /** No function's limit holds for a resident worker. */
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final TestRun run;
  private final AttemptRef ref;
  private final long instance;
  private final boolean resident;
  private final long deadline;
  private final Coroutine coroutine;
  private final Deque<Message> replies = new ArrayDeque<>();
  private final Deque<Integer> sizes = new ArrayDeque<>();

  /** What has not arrived. */
  private final Deque<Message> late = new ArrayDeque<>();

  private boolean stalled;
  private boolean released;
  private boolean waiting;
  private boolean polling;
  private volatile @Nullable String gone;
  private String doing = "its beginning";

  TestWorker(TestRun run, Assignment task, long instance) {
    this.run = run;
    this.ref = task.ref();
    this.instance = instance;
    this.resident = task.extent().isResident();
    this.deadline = resident ? NEVER : run.now() + run.setup().limits().invocation().toMillis();
    this.coroutine = new Coroutine("worker of " + this, () -> work(task));
  }

  private void work(Assignment task) {
    TestClock.enter(run);
    run.setup().worker().run(task, this, this, () -> deadline - run.now(), resident);
  }

  AttemptRef ref() {
    return ref;
  }

  long instance() {
    return instance;
  }

  // ---- from outside

  /** Goes on until its next commit, or until it waits. */
  void resume() {
    if (coroutine.hasEnded()) {
      return;
    }
    waiting = false;
    if (!coroutine.resume(run.patience())) {
      gone = "the test is over";
      run.ended(this);
      throw run.tooLong(this + ", in " + doing);
    }
    if (coroutine.hasEnded()) {
      run.ended(this);
      ended(coroutine.failure());
    }
  }

  private void ended(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case WorkerGone e -> {}
      case VirtualMachineError e -> run.lost(this, TestRun.Death.CRASH, e.toString());
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /** Ends it, wherever it is. */
  void kill(String why) {
    if (gone == null) {
      gone = why;
    }
    if (coroutine.hasBegun() && !coroutine.hasEnded()) {
      coroutine.resume(UNWINDING);
    }
    run.ended(this);
  }

  /** What was held up arrives. */
  void release() {
    if (stalled && !released) {
      released = true;
      while (!late.isEmpty()) {
        replies.add(run.answer(this, late.remove()));
      }
      if (waiting) {
        run.agenda().soon(this::resume);
      }
    }
  }

  // ---- inside

  private void check() {
    if (gone != null) {
      throw new WorkerGone(gone);
    }
  }

  private void pause() {
    coroutine.pause();
    check();
  }

  private void giveWay() {
    run.agenda().soon(this::resume);
    pause();
  }

  private WorkerGone dies(String why) {
    gone = why;
    run.lost(this, TestRun.Death.CRASH, why);
    return new WorkerGone(why);
  }

  @Override
  public void send(Message... messages) {
    check();
    for (Message message : messages) {
      if (message instanceof Message.Poll) {
        polling = true;
        continue;
      }
      byte[] bytes = Wire.bytes(message);
      sizes.add(bytes.length);
      Message arrived = Wire.message(bytes);
      if (arrived instanceof Message.Commits commits) {
        commit(commits);
      } else {
        request(arrived);
      }
    }
  }

  private void request(Message message) {
    if (stalled && !released) {
      late.add(message);
    } else {
      replies.add(run.answer(this, message));
    }
  }

  private void commit(Message.Commits commits) {
    Fault.Kind fault = run.faultAt(commits.commit());
    if (fault == Fault.Kind.LATE && !stalled) {
      stalled = true;
      run.silent(this);
    }
    if (fault == Fault.Kind.BEFORE && !stalled) {
      throw dies("before its commit arrived");
    }
    request(commits);
    if (fault == Fault.Kind.TWICE && !stalled) {
      run.again(this, commits, replies.getLast());
    }
    if (fault == Fault.Kind.AFTER && !stalled) {
      run.restart();
      throw dies("after its commit was durable");
    }
    giveWay();
  }

  @Override
  public Message receive() {
    check();
    while (replies.isEmpty()) {
      if (late.isEmpty()) {
        throw new IllegalStateException("the worker waits for a reply, but has asked for nothing");
      }
      waiting = true;
      pause();
    }
    sizes.remove();
    Message reply = replies.remove();
    if (sizes.isEmpty() && reply instanceof Message.Committed) {
      // The task goes on: its poll is forgotten.
      polling = false;
    }
    return reply;
  }

  @Override
  public boolean hasReply() {
    check();
    return !replies.isEmpty();
  }

  @Override
  public int unanswered() {
    return sizes.size() + (polling ? 1 : 0);
  }

  @Override
  public long unansweredBytes() {
    return sizes.stream().mapToLong(size -> size).sum();
  }

  @Override
  public boolean settled() {
    check();
    return sizes.isEmpty();
  }

  @Override
  public Message.Poll poll() {
    return new Message.Poll(0, Math.max(0, deadline - run.now()));
  }

  @Override
  public boolean wants(AttemptRef attempt) {
    return false;
  }

  /** What the coordinator has to say is heard at once. */
  @Override
  public void heartbeat(AttemptRef attempt) {
    check();
  }

  @Override
  public boolean cancels(AttemptRef attempt) {
    Message.Unwanted word = heard(attempt);
    return word != null && !word.superseded();
  }

  @Override
  public boolean supersedes(AttemptRef attempt) {
    Message.Unwanted word = heard(attempt);
    return word != null && word.superseded();
  }

  private Message.@Nullable Unwanted heard(AttemptRef attempt) {
    return stalled && !released ? null : run.state().unwanted(attempt, instance);
  }

  // ---- the worker's world

  @Override
  public long now() {
    return run.now();
  }

  @Override
  public long nanoTime() {
    return TimeUnit.MILLISECONDS.toNanos(run.now());
  }

  @Override
  public double random() {
    return run.random();
  }

  @Override
  public boolean endsSteps() {
    return true;
  }

  @Override
  public @Nullable Object run(Outcome.RunStep step, StepContext context) throws Throwable {
    check();
    doing = "step '" + step.name() + "'";
    long began = run.now();
    Object value = null;
    Throwable error = null;
    try {
      value = step.run();
    } catch (Throwable e) {
      error = e;
    }
    check();
    long takes = run.takes(step.name());
    Duration limit = step.how().limit();
    if (limit != null && takes > limit.toMillis()) {
      takes = limit.toMillis();
      error = new TimedOutException("%s: not done within %s".formatted(doing, limit));
    }
    run.observed().step(began, step.name(), ref.task(), ref.epoch(), error);
    pass(step.name(), takes);
    if (error != null) {
      throw error;
    }
    return value;
  }

  /** The time passes that the step takes. */
  private void pass(String step, long takes) {
    if (takes == 0) {
      return;
    }
    long until = Math.addExact(run.now(), takes);
    if (until >= deadline) {
      run.agenda().at(deadline, () -> timedOut(step));
    } else {
      run.agenda().at(until, () -> run.agenda().soon(this::resume));
    }
    pause();
  }

  private void timedOut(String step) {
    if (gone == null) {
      gone = "its time was over";
      String limit = Text.time(run.setup().limits().invocation());
      run.lost(this, TestRun.Death.TIMEOUT, "step '" + step + "' was killed after " + limit);
      kill(gone);
    }
  }

  @Override
  public String toString() {
    return "task " + ref.task() + ", attempt " + ref.epoch();
  }
}
