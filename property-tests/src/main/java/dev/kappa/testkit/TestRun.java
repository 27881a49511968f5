package dev.kappa.testkit;

import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.core.Effect;
import dev.kappa.coordinator.core.Outline;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run from its start to its end, on one thread at a time and in virtual time: the coordinator's
 * core decides, what it stores is kept, and workers die as the schedule says. Runs that it starts
 * go on beside it, in the same time, and nothing goes wrong in them.
 */
final class TestRun {
  /** When a worker that says nothing is thought dead. */
  private static final long LEASE = 30_000;

  private static final Command TICK = new Command.Tick();

  private static final String ID = "test-run";
  private static final String CANCELLED = "the run is cancelled";

  /** How a worker is lost. */
  enum Death {
    CRASH(Command.Loss.CRASHED),
    TIMEOUT(Command.Loss.TIMED_OUT),
    SILENCE(Command.Loss.SILENT);

    private final Command.Loss loss;

    Death(Command.Loss loss) {
      this.loss = loss;
    }
  }

  private final String id;
  private final OtherRuns others;
  private final Setup setup;
  private final FaultSchedule schedule;
  private final Core core;
  private final Agenda agenda;
  private final Observed observed;
  private final Random chance;
  private final long begun = System.nanoTime();
  private final Stored stored = new Stored();
  private final Set<TestWorker> workers = new LinkedHashSet<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private @Nullable RunState state;
  private Next.@Nullable Completed result;
  private @Nullable Object value;
  private boolean ended;
  private boolean over;
  private boolean looked;

  TestRun(Setup setup, FaultSchedule schedule) {
    this(setup, schedule, ID, new OtherRuns(), new Agenda(setup.start(), schedule.order()));
    others.add(this);
  }

  /** One that {@code starter} starts. */
  TestRun(Setup setup, TestRun starter, String id) {
    this(setup, FaultSchedule.NONE, id, starter.others, starter.agenda);
  }

  private TestRun(Setup setup, FaultSchedule schedule, String id, OtherRuns others, Agenda agenda) {
    this.setup = setup;
    this.schedule = schedule;
    this.id = id;
    this.others = others;
    this.agenda = agenda;
    CoreSettings usual = CoreSettings.DEFAULT;
    this.core =
        new Core(
            new CoreSettings(
                setup.limits().crashes(),
                usual.retention(),
                usual.frameBytes(),
                usual.tasks(),
                usual.live()));
    this.observed = new Observed(setup.start());
    this.chance = new Random(schedule.order());
  }

  // ---- from start to end

  /**
   * Runs until nothing of the run goes on any more.
   *
   * @throws KappaException if it can't come to an end
   */
  void run() {
    try {
      begin();
      setup.outside().forEach(this::plan);
      boolean stuck = false;
      while (!others.allOver() && !(stuck && over)) {
        if (patience().isZero()) {
          throw tooLong("some computation");
        }
        stuck = !goOn();
        if (stuck && !over) {
          throw stuck();
        }
      }
    } finally {
      others.all().forEach(TestRun::end);
    }
  }

  void begin() {
    apply(new Command.Start(setup.workflow(), setup.input(), Arrays.hashCode(setup.input())));
  }

  private void end() {
    List.copyOf(workers).forEach(worker -> worker.kill("the run is over"));
  }

  /** Lets something happen. {@return whether anything could} */
  private boolean goOn() {
    if (agenda.isIdle()) {
      return rest();
    }
    looked = false;
    agenda.next();
    return true;
  }

  /** Nobody can do anything now. {@return whether time could go on} */
  private boolean rest() {
    List<TestRun> open = others.all().stream().filter(run -> !run.over).toList();
    List<TestRun> toLookAt = open.stream().filter(run -> run.state().wantsLook()).toList();
    if (!looked && !toLookAt.isEmpty()) {
      looked = true;
      toLookAt.forEach(run -> run.apply(new Command.Look()));
      return true;
    }
    looked = false;
    long timer = open.stream().mapToLong(TestRun::nextTimer).min().orElse(Long.MAX_VALUE);
    long next = Math.min(timer, agenda.nextTime());
    if (next == Long.MAX_VALUE) {
      return false;
    }
    agenda.advance(next);
    open.stream().filter(run -> run.nextTimer() <= now()).forEach(run -> run.apply(TICK));
    return true;
  }

  private long nextTimer() {
    return over ? Long.MAX_VALUE : state().nextTimer();
  }

  String id() {
    return id;
  }

  boolean isOver() {
    return over;
  }

  /** {@return for how long it may still go on in real time} */
  Duration patience() {
    Duration left = setup.limits().patience().minusNanos(System.nanoTime() - begun);
    return left.isNegative() ? Duration.ZERO : left;
  }

  KappaException tooLong(String where) {
    return new KappaException(
        ErrorCode.TIMED_OUT,
        "the run has not ended after %s of real time, and is in %s; let steps of a test wait for nothing real, let loops end, or raise patience"
            .formatted(Text.time(setup.limits().patience()), where));
  }

  private KappaException stuck() {
    List<Outline.Task> waiting =
        Outline.tasks(state()).stream().filter(task -> task.next() instanceof Next.Wait).toList();
    String who =
        waiting.stream()
            .limit(20)
            .map(task -> "%s (task %s) waits for %s".formatted(task.name(), task.id(), waits(task)))
            .collect(Collectors.joining("; "));
    return new KappaException(
        ErrorCode.DEADLOCK,
        "the run does not go on: %s; if it waits for a signal, give it one with signal(…)"
            .formatted(who));
  }

  private static String waits(Outline.Task task) {
    return task.next() instanceof Next.Wait wait ? Text.waits(wait) : "";
  }

  private void plan(Setup.Outside outside) {
    agenda.at(
        setup.start() + outside.after().toMillis(),
        () -> {
          observed.tell(
              now(),
              outside.signal() == null ? CANCELLED : "signal '" + outside.signal() + "' comes");
          Reply reply =
              apply(
                  outside.signal() == null
                      ? new Command.Cancel()
                      : new Command.Signal(outside.signal(), outside.json()));
          if (reply instanceof Reply.Refused refused && refused.code() != ErrorCode.RUN_ENDED) {
            throw new KappaException(refused.code(), refused.message());
          }
        });
  }

  // ---- the coordinator

  private Reply apply(Command command) {
    Applied applied = core.apply(id, state, command, now());
    state = applied.state();
    applied
        .changes()
        .forEach(
            change -> {
              stored.apply(change);
              observed.stored(change);
            });
    applied.effects().forEach(this::act);
    if (applied.reply() instanceof Reply.Broken broken) {
      throw new KappaException(ErrorCode.INTERNAL, broken.message());
    }
    return applied.reply();
  }

  private void act(Effect effect) {
    switch (effect) {
      case Effect.Ready e -> agenda.soon(() -> dispatch(e.task()));
      case Effect.Parked e -> throw parked(e.task(), e.failure());
      case Effect.Elsewhere e -> agenda.soon(() -> errand(e.task()));
      case Effect.Offered e -> throw new IllegalStateException("a run offers " + e.permit());
      case Effect.Ended e -> {
        ended = true;
        List.copyOf(listeners).forEach(agenda::soon);
        listeners.clear();
      }
      case Effect.Over e -> {
        over = true;
        observed.over(state());
      }
    }
  }

  /** Another run is told what there is to tell, and listened to. */
  void errand(Handle task) {
    switch (over ? null : state().elsewhere(task)) {
      case null -> {}
      case Next.Permit what -> permit(task, what);
      case Next.Elsewhere what -> errand(task, what);
      case Next.Tell what when isStillToBeStarted(what.run()) -> agenda.soon(() -> errand(task));
      case Next.Tell what -> {
        observed.tell(now(), "signal '%s' for run %s".formatted(what.signal(), what.run()));
        apply(new Command.Heard(task, others.signal(what)));
      }
    }
  }

  /** A limit is asked for a permit, or has it back. */
  private void permit(Handle task, Next.Permit what) {
    if (what.toBeSent()) {
      PermitAnswer answer = others.limits().ask(PermitRequest.of(id, task, what));
      if (answer.settles(what.stage())) {
        apply(new Command.Permitted(task, what.stage(), answer.stage(), answer.ticket()));
      }
    }
  }

  private boolean isStillToBeStarted(String run) {
    return state().elsewhere().stream()
        .map(state()::elsewhere)
        .anyMatch(
            what ->
                what instanceof Next.Elsewhere start
                    && start.run().equals(run)
                    && start.input() != null);
  }

  private void errand(Handle task, Next.Elsewhere what) {
    byte[] input = what.input();
    if (input != null) {
      observed.tell(now(), "run %s of '%s' is started".formatted(what.run(), what.workflow()));
      Next.Failed refused = others.start(this, what, input);
      apply(refused == null ? new Command.Told(task, false) : new Command.Heard(task, refused));
      if (refused != null) {
        return;
      }
    }
    if (what.cancel()) {
      observed.tell(now(), "run %s is cancelled".formatted(what.run()));
      others.of(what).apply(new Command.Cancel());
      apply(new Command.Told(task, true));
    }
    others.of(what).whenEnded(end -> hear(task, end));
  }

  private void hear(Handle task, Next.End end) {
    if (!over) {
      apply(new Command.Heard(task, end));
    }
  }

  /** {@return what another run makes of a signal} */
  Reply signalled(Next.Tell what) {
    return apply(new Command.Signal(what.signal(), what.json()));
  }

  private void whenEnded(Consumer<Next.End> listener) {
    Runnable told = () -> listener.accept(OtherRuns.outcome(state().header().failure(), result));
    if (ended) {
      agenda.soon(told);
    } else {
      listeners.add(told);
    }
  }

  private static KappaException parked(Handle task, Failure failure) {
    return new KappaException(
        RunError.codeOf(failure.code()),
        "task %s can't go on with this code: %s".formatted(task, failure.message()));
  }

  private void dispatch(Handle task) {
    Reply reply = apply(new Command.Dispatch(task, true, chance.nextLong()));
    if (reply instanceof Reply.Assigned assigned
        && Wire.carried(new Message.Assigned(assigned.assignment()))
            instanceof Message.Assigned carried) {
      observed.given(task, carried.assignment().next());
      TestWorker worker = new TestWorker(this, carried.assignment(), chance.nextLong() | 1);
      workers.add(worker);
      agenda.soon(worker::resume);
    }
  }

  /** {@return the answer to a worker's request} */
  Message answer(TestWorker worker, Message request) {
    return Wire.carried(
        switch (request) {
          case Message.Commits m -> commit(worker, m.commit());
          case Message.FetchFrames m -> frames(worker, m);
          case Message.FetchBlob m -> new Message.Blob(stored.blob(m.name()));
          case Message.PutBlob m -> {
            stored.put(m.name(), m.bytes());
            yield new Message.BlobStored();
          }
          default -> throw new IllegalStateException("a worker says " + request);
        });
  }

  private Message commit(TestWorker worker, Commit commit) {
    long before = state().header().counts().checkpoints();
    Reply reply = apply(new Command.Committed(commit, worker.instance()));
    Message message = ((Reply.ToWorker) reply).message();
    if (message instanceof Message.Superseded refused) {
      observed.tell(now(), "a commit of %s is refused".formatted(worker));
      return refused;
    }
    if (state().header().counts().checkpoints() > before) {
      accepted(commit, message);
    }
    return message;
  }

  private void accepted(Commit commit, Message reply) {
    observed.accepted(now(), commit);
    if (reply instanceof Message.Committed goesOn && goesOn.next() != null) {
      observed.given(commit.ref().task(), goesOn.next());
    }
    if (commit.ref().task().equals(Handle.ROOT)
        && commit.next().next() instanceof Next.Completed n) {
      result = n;
      value = decoded(n);
    }
    workers.stream()
        .filter(other -> other.ref().task().equals(commit.ref().task()))
        .filter(other -> other.ref().epoch() < commit.ref().epoch())
        .toList()
        .forEach(other -> agenda.soon(other::release));
  }

  private @Nullable Object decoded(Next.Completed n) {
    if (n.value().blobs().isEmpty()) {
      return setup.worker().decode(n.value());
    }
    byte[] body = Objects.requireNonNull(stored.blob(n.value().blobs().getFirst()));
    return setup.worker().decode(new Payload(n.value().handles(), List.of(), body));
  }

  private Message frames(TestWorker worker, Message.FetchFrames m) {
    return state().has(m.ref(), worker.instance(), m.base())
        ? new Message.Frames(core.frames(state(), m.ref().task(), m.below()))
        : new Message.Superseded(0, "another attempt has the task");
  }

  // ---- what goes wrong

  /** {@return what goes wrong at this commit; null if nothing does} */
  Fault.@Nullable Kind faultAt(Commit commit) {
    Fault.Kind fault = schedule.at(observed.commits() + 1);
    int number = observed.commit(now(), commit, fault);
    if (number > setup.limits().commits()) {
      throw new KappaException(
          ErrorCode.TIMED_OUT,
          "the run has not ended after %d commits; make its input smaller, or let its loop end, or raise mostCommits"
              .formatted(setup.limits().commits()));
    }
    return fault;
  }

  /** A commit comes again: its answer must be the same. */
  void again(TestWorker worker, Message.Commits commits, Message first) {
    if (over) {
      return;
    }
    Message second = answer(worker, commits);
    if (!Arrays.equals(Wire.bytes(first), Wire.bytes(second))) {
      throw new KappaException(
          ErrorCode.INTERNAL,
          "a commit that came again was answered by %s (expected: %s)".formatted(second, first));
    }
  }

  /** The coordinator goes on with what it has stored. */
  void restart() {
    if (!over) {
      state = stored.load(id);
      state().elsewhere().forEach(task -> agenda.soon(() -> errand(task)));
    }
  }

  /** Nothing is heard of a worker any more. */
  void silent(TestWorker worker) {
    agenda.at(now() + LEASE, () -> lost(worker, Death.SILENCE, "nothing was heard of it"));
  }

  void lost(TestWorker worker, Death death, String why) {
    if (!over) {
      observed.tell(now(), "the worker of %s is lost: %s".formatted(worker, why));
      apply(new Command.Lost(worker.ref(), death.loss, why));
    }
  }

  void ended(TestWorker worker) {
    workers.remove(worker);
  }

  // ---- the world

  Setup setup() {
    return setup;
  }

  Agenda agenda() {
    return agenda;
  }

  Observed observed() {
    return observed;
  }

  long now() {
    return agenda.now();
  }

  double random() {
    return chance.nextDouble();
  }

  /** {@return how many milliseconds a step takes} */
  long takes(String step) {
    return setup.takes().getOrDefault(step, Duration.ZERO).toMillis();
  }

  RunState state() {
    return Objects.requireNonNull(state, "the run has begun");
  }

  /** {@return what the root task came to, if it has succeeded} */
  Next.@Nullable Completed result() {
    return result;
  }

  @Nullable Object value() {
    return value;
  }
}
