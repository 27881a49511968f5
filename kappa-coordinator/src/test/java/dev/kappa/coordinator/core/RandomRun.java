package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.Formats;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.Rebinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run that is asked at random for what is right and what is wrong in its present state. */
final class RandomRun {
  private static final Format OLDEST = new Format(Formats.CURRENT.oldest());

  private final Choices choices;
  private final TestRun run = new TestRun(new CoreSettings(2, Duration.ZERO, 1 << 10, 40));
  private final RandomCommit commits;
  private final WaitModel waits = new WaitModel(run);
  private final ScopeModel scopes = new ScopeModel(run);
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<TestWorker> workers = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();

  /** What a sequence of commands came across: a random run that meets nothing shows nothing. */
  enum Met {
    BLOCKED_SENDERS,
    BLOCKED_RECEIVERS,
    SEVERAL_AWAITED,
    SLEEPERS,
    QUEUED,
    HEARD_OF_OTHER,
    HAS_PERMIT,
    PARKED,
    POISONED,
    SEGMENTS,
    CANCELLED,
    MASKED_WAIT,
    ENDED,
    OVER,
    FORGOTTEN_TASK,
    FORGOTTEN_CHANNEL,
    DROPPED_BLOB,
    SWEPT_BLOB,
    UNHEARD,
    SELECT_AT_SEVERAL_CHANNELS,
    CHOSEN_AT_A_CHANNEL,
    CHOSEN_FUTURE,
    CHOSEN_SIGNAL,
    OTHERWISE,
    REST_OF_SEVERAL,
    WAIT_WITH_A_DEADLINE,
    EXPIRED,
    SCOPE_AWAITED,
    CANCELLED_BY_A_TASK,
    SIGNALLED,
    STORED_IN_SEVERAL_FORMATS,
    DEAD_AMONG_LIVE
  }

  private final Set<Met> met = EnumSet.noneOf(Met.class);

  private record Sent(TestWorker worker, Commit commit) {}

  RandomRun(Choices choices) {
    this.choices = choices;
    this.commits = new RandomCommit(choices, run);
    run.write(choices.below(2) == 0 ? OLDEST : Format.NEWEST);
    run.apply(TestRun.start("input"));
  }

  /** Goes on until all choices are used up or the run is over. */
  void play() {
    while (choices.more() && !run.state().over()) {
      RunState before = run.state();
      if (choices.below(50) == 0) {
        run.write(Format.NEWEST);
      }
      turn();
      if (!run.state().over()) {
        onlyWhatNobodyCanNameIsForgotten(before);
        waits.check();
        met(Met.SCOPE_AWAITED, scopes.check());
        valuesAreThose();
      }
      look();
    }
  }

  Set<Met> met() {
    return met;
  }

  private void look() {
    RunState state = run.state();
    for (ChannelState channel : state.channels().values()) {
      met(Met.BLOCKED_SENDERS, channel.senders().size() > 1);
      met(Met.BLOCKED_RECEIVERS, channel.receivers().size() > 1);
    }
    met(Met.SEVERAL_AWAITED, state.waits().missing().values().exists(n -> n > 1));
    met(Met.SLEEPERS, state.waits().timers().size() > 1);
    met(Met.SEGMENTS, state.frames().values().exists(f -> f.segments().size() > 2));
    met(Met.CANCELLED, state.header().cancel());
    met(Met.ENDED, state.header().status().ended() && !state.over());
    met(Met.OVER, state.over());
    met(
        Met.STORED_IN_SEVERAL_FORMATS,
        run.stored().values().stream().map(Format::of).distinct().count() > 1);
    met(Met.UNHEARD, state.header().notices().unheard() != null);
    met(Met.DROPPED_BLOB, run.changes().stream().anyMatch(c -> c instanceof Change.DropBlob));
    for (TaskState task : state.tasks().values()) {
      boolean waits = task.status() == TaskStatus.WAITING;
      met(Met.QUEUED, task.status() == TaskStatus.QUEUED);
      met(Met.PARKED, task.status() == TaskStatus.PARKED);
      met(Met.POISONED, task.status() == TaskStatus.RUNNING && task.trouble() != null);
      met(Met.MASKED_WAIT, waits && task.cancel() && task.progress().extent().masks() > 0);
      met(Met.WAIT_WITH_A_DEADLINE, waits && task.progress().extent().deadline() > 0);
      met(Met.CANCELLED_BY_A_TASK, task.cancel() && !state.header().cancel());
      look(task, task.next());
    }
  }

  private void look(TaskState task, Next next) {
    boolean waits = task.status() == TaskStatus.WAITING;
    switch (next) {
      case Next.Select n ->
          met(
              Met.SELECT_AT_SEVERAL_CHANNELS,
              waits && n.sources().stream().filter(s -> Channels.channel(s) != null).count() > 1);
      case Next.Chosen n -> {
        met(Met.CHOSEN_AT_A_CHANNEL, n.value() instanceof Next.Holding);
        met(Met.CHOSEN_FUTURE, n.value() instanceof Next.Await);
        met(Met.CHOSEN_SIGNAL, n.value() instanceof Next.Signal);
        met(Met.OTHERWISE, n.index() < 0);
      }
      case Next.Send n -> met(Met.REST_OF_SEVERAL, waits && n.messages().size() == 2);
      case Next.Raising n -> met(Met.EXPIRED, n.failure().code().equals("KAPPA-307"));
      default -> {}
    }
  }

  private void met(Met what, boolean here) {
    if (here) {
      met.add(what);
    }
  }

  private void turn() {
    switch (choices.below(32)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> dispatch();
      case 8, 9 -> lose();
      case 10, 11 -> pass();
      case 12 -> sendAgain();
      case 13 -> wrong();
      case 14 -> run.reload();
      case 15 -> outside();
      case 16 -> lookAround();
      default -> commit();
    }
  }

  private void accept() {
    String from = "%032x".formatted(choices.below(4));
    String to = "%032x".formatted(choices.below(4));
    run.apply(new Command.Accept(List.of(new Rebinding("app.App", from, to))));
  }

  /** What does not come from workers. */
  private void outside() {
    if (choices.oneIn(2)) {
      fromOthers();
      return;
    }
    switch (choices.below(10)) {
      case 0, 1, 2 -> assertNothing(() -> run.apply(TestRun.start("input")));
      case 3 -> run.apply(choices.oneIn(6) ? new Command.Terminate() : new Command.Cancel());
      case 4 -> sweep();
      case 5, 6 -> signal();
      case 7 -> accept();
      default -> run.apply(new Command.Unpark());
    }
  }

  private static boolean isTold(Next.Abroad what) {
    return what instanceof Next.Elsewhere && what.toBeSent();
  }

  /** What is heard of other runs, once or twice, in any order. */
  private void fromOthers() {
    List<Handle> others = run.state().elsewhere();
    Handle task = others.isEmpty() || choices.oneIn(8) ? commits.anyTask() : choices.of(others);
    Next.Abroad what = run.state().elsewhere(task);
    if (what instanceof Next.Permit permit) {
      fromLimit(task, permit);
      return;
    }
    byte[] json = String.valueOf(choices.below(9)).getBytes(UTF_8);
    Command command =
        switch (choices.below(5)) {
          case 0 -> new Command.Heard(task, new Next.Completed(Payload.NONE, json));
          case 1 -> new Command.Heard(task, TestRun.failed("elsewhere"));
          case 2 -> new Command.Told(task, true);
          default -> new Command.Told(task, false);
        };
    if (what == null || (command instanceof Command.Told && !isTold(what))) {
      assertNothing(() -> run.apply(command));
    } else {
      run.apply(command);
      met(Met.HEARD_OF_OTHER, command instanceof Command.Heard && !run.becameReady().isEmpty());
    }
  }

  /** What the owner of a limit answers, or has answered to an earlier question. */
  private void fromLimit(Handle task, Next.Permit permit) {
    Next.Permit.Stage asked =
        choices.oneIn(4) ? choices.of(List.of(Next.Permit.Stage.values())) : permit.stage();
    PermitStage stage = choices.of(List.of(PermitStage.values()));
    Command answer = new Command.Permitted(task, asked, stage, 1 + choices.below(2));
    if (asked == permit.stage()) {
      run.apply(answer);
      met(Met.HAS_PERMIT, permit.stage() == Next.Permit.Stage.TAKING && stage == PermitStage.TAKEN);
    } else {
      assertNothing(() -> run.apply(answer));
    }
  }

  /** A new one, or one that came before. */
  private void signal() {
    String name = "s" + choices.below(run.state().signals().size() + 2);
    String json = String.valueOf(choices.below(2));
    byte[] known = run.state().signals().getOrElse(name, null);
    if (known != null) {
      boolean same = json.equals(new String(known, UTF_8));
      assertNothing(
          () ->
              assertThat(run.signal(name, json))
                  .isEqualTo(same ? new Reply.None() : new Reply.Conflict()));
    } else if (run.state().header().status().ended()) {
      assertNothing(() -> assertThat(run.signal(name, json)).isInstanceOf(Reply.Refused.class));
    } else {
      assertThat(run.signal(name, json)).isEqualTo(new Reply.None());
      met(Met.SIGNALLED, !run.becameReady().isEmpty());
    }
  }

  private void publish(Operation.Publish o) {
    values.remove(o.name());
    values.put(o.name(), new String(o.json(), UTF_8));
    if (values.size() > 16) {
      values.remove(values.keySet().iterator().next());
    }
  }

  private void valuesAreThose() {
    Map<String, String> published = new LinkedHashMap<>();
    run.state().header().values().json().forEach((k, v) -> published.put(k, new String(v, UTF_8)));
    assertThat(published).containsExactlyEntriesOf(values);
  }

  /**
   * Nobody may wait in vain after this, but for those who hear of it; nothing may be kept in vain.
   */
  private void lookAround() {
    RunState before = run.state();
    Set<Handle> dead = new NaiveReach(before).dead();
    List<Handle> waiting =
        dead.stream().filter(t -> before.task(t).status() == TaskStatus.WAITING).toList();
    List<Handle> atChannels = waiting.stream().filter(t -> before.task(t).ticket() > 0).toList();
    List<Handle> toFail =
        atChannels.isEmpty()
            ? waiting.stream().filter(t -> !endsScope(before.task(t))).toList()
            : atChannels;
    run.look();
    met(Met.DEAD_AMONG_LIVE, !dead.isEmpty() && before.active());
    assertThat(run.becameReady()).containsExactlyInAnyOrderElementsOf(toFail);
    toFail.forEach(task -> assertThat(WaitModel.isDeadlock(run.task(task).next())).isTrue());
    Set<Handle> reached = new NaiveReach(run.state()).ofAll();
    for (Handle channel : run.state().channels().keySet()) {
      assertThat(reached).contains(channel);
    }
    for (TaskState task : run.state().tasks().values()) {
      assertThat(!task.ended() || task.id().equals(Handle.ROOT) || reached.contains(task.id()))
          .as("%s is kept in vain", task)
          .isTrue();
    }
  }

  private static boolean endsScope(TaskState task) {
    return task.next() instanceof Next.EndScope;
  }

  private void sweep() {
    if (!workers.isEmpty()) {
      commits.leaveBlob(choices.of(workers));
    }
    run.apply(new Command.Sweep(List.copyOf(run.blobs())));
    met(Met.SWEPT_BLOB, !run.changes().isEmpty());
    Set<String> named = run.state().blobs().named().keySet().toJavaSet();
    for (String blob : run.blobs()) {
      boolean ofCurrent =
          current().stream()
              .map(w -> w.task() + "-" + w.given.ref().epoch() + "-")
              .anyMatch(blob::startsWith);
      assertThat(named.contains(blob) || ofCurrent).as("%s is left behind", blob).isTrue();
    }
  }

  private void onlyWhatNobodyCanNameIsForgotten(RunState before) {
    Set<Handle> gone = new HashSet<>(waits.channels());
    before.tasks().keySet().forEach(gone::add);
    before.channels().keySet().forEach(gone::add);
    run.state().tasks().keySet().forEach(gone::remove);
    run.state().channels().keySet().forEach(gone::remove);
    if (gone.isEmpty()) {
      return;
    }
    assertThat(new NaiveReach(run.state()).ofAll()).doesNotContainAnyElementsOf(gone);
    met(Met.FORGOTTEN_TASK, gone.stream().anyMatch(before.tasks()::containsKey));
    met(Met.FORGOTTEN_CHANNEL, gone.stream().anyMatch(waits.channels()::contains));
    waits.forget(gone);
  }

  private void pass() {
    run.tick(Math.max(0, run.now + choices.below(200) - 50));
  }

  // ---- commands

  private void dispatch() {
    List<Handle> ready = new ArrayList<>();
    run.state().ready().forEach(ready::add);
    if (ready.isEmpty()) {
      Handle nobody = new Handle(choices.below(5), choices.below(5));
      if (run.state().tasks().getOrElse(nobody, null) == null) {
        assertNothing(() -> run.apply(new Command.Dispatch(nobody, true, 1)));
      }
      return;
    }
    workers.add(run.dispatch(choices.of(ready)));
  }

  /** Brings a run to go on in which no worker has a task. */
  private void wake() {
    if (run.state().ready().iterator().hasNext()) {
      dispatch();
    } else if (run.state().nextTimer() < Long.MAX_VALUE) {
      run.tick(run.state().nextTimer());
    } else {
      outside();
    }
  }

  private List<TestWorker> current() {
    return workers.stream().filter(this::isCurrent).toList();
  }

  private boolean isCurrent(TestWorker worker) {
    TaskState task = run.state().tasks().getOrElse(worker.task(), null);
    return task != null
        && task.status() == TaskStatus.RUNNING
        && task.attempt().epoch() == worker.given.ref().epoch();
  }

  private void lose() {
    if (!workers.isEmpty()) {
      List<TestWorker> current = current();
      boolean old = current.isEmpty() || choices.oneIn(4);
      lose(choices.of(old ? workers : current), choices.of(List.of(Command.Loss.values())));
    }
  }

  private void lose(TestWorker worker, Command.Loss loss) {
    if (!isCurrent(worker)) {
      assertNothing(() -> worker.lost(loss));
      return;
    }
    worker.lost(loss);
    if (run.status(worker.task()) == TaskStatus.READY && choices.oneIn(2)) {
      TestWorker next = run.dispatch(worker.task());
      workers.add(next);
      lose(next, loss);
    }
  }

  private void commit() {
    List<TestWorker> current = current();
    if (current.isEmpty()) {
      wake();
      return;
    }
    TestWorker worker = choices.of(current);
    Commit commit = commits.next(worker);
    Handle task = worker.task();
    waits.committed(task);
    Message reply = worker.commit(commit);
    sent.add(new Sent(worker, commit));
    commit.operations().forEach(this::model);
    scopes.committed(task, commit);
    boolean told = run.has(task) && run.task(task).cancel() && !commit.next().cancelled();
    boolean raised = told && commit.next().extent().masks() == 0;
    if (!raised && !run.state().over()) {
      waits.goesOn(task, commit.next().next());
    }
    boolean goesOn = run.has(task) && run.status(task) == TaskStatus.RUNNING;
    assertThat(reply).isInstanceOf(goesOn ? Message.Committed.class : Message.Yielded.class);
  }

  private void sendAgain() {
    if (!sent.isEmpty()) {
      Sent old = choices.of(sent);
      assertNothing(() -> old.worker().send(old.commit()));
    }
  }

  /** A commit that must not count. */
  private void wrong() {
    if (workers.isEmpty()) {
      return;
    }
    TestWorker worker = choices.of(workers);
    Commit c = worker.next(TestRun.NOTHING);
    AttemptRef ref = c.ref();
    AttemptRef next = new AttemptRef(ref.run(), ref.task(), ref.epoch() + 1 + choices.below(2));
    Commit wrong =
        switch (choices.below(6)) {
          case 0 -> new Commit(ref, c.seq() + 1, c.base(), c.next(), List.of(), false);
          case 1 -> new Commit(ref, c.seq(), c.base() + 1, c.next(), List.of(), false);
          case 2 -> new Commit(next, c.seq(), c.base() - 1, c.next(), List.of(), false);
          case 3 -> worker.next(worker.depth() + 1, List.of(), TestRun.NOTHING);
          case 4 -> worker.next(new Next.EndScope(new Handle(worker.given.number() + 1, 1)));
          default -> worker.next(TestRun.NOTHING, TestRun.spawn(Handle.ROOT));
        };
    assertNothing(() -> assertThat(worker.send(wrong)).isInstanceOf(Message.Superseded.class));
  }

  private void assertNothing(Runnable command) {
    var before = StateText.of(run.state());
    command.run();
    assertThat(run.changes()).isEmpty();
    assertThat(run.effects()).isEmpty();
    assertThat(StateText.of(run.state())).isEqualTo(before);
  }

  private void model(Operation operation) {
    waits.operation(operation);
    if (operation instanceof Operation.Publish publish) {
      publish(publish);
    }
  }
}
