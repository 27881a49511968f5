package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Assignment;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.Payload;
import dev.kappa.wire.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A worker that has a task and commits what the test says. */
final class TestWorker {
  private final TestRun run;
  final Assignment given;
  final long instance;
  private long seq;
  private long base;
  private long created;
  private int depth;
  int masks;
  long deadline;
  @Nullable Handle scope;
  @Nullable Placement placement;
  boolean cancelled;
  boolean release;

  TestWorker(TestRun run, Assignment given, long instance) {
    this.run = run;
    this.given = given;
    this.instance = instance;
    this.seq = given.seq();
    this.base = given.base();
    this.created = given.created();
    this.depth = given.depth();
    this.masks = given.extent().masks();
    this.deadline = given.extent().deadline();
    this.scope = given.extent().scope();
    this.placement = given.extent().placement();
    this.cancelled = given.cancelled();
  }

  Handle task() {
    return given.ref().task();
  }

  long seq() {
    return seq;
  }

  TaskState state() {
    return run.task(task());
  }

  /** {@return the commit that would be the next} */
  Commit next(Next next, Operation... operations) {
    return next(depth, List.of(), next, operations);
  }

  Commit next(int keep, List<Payload> push, Next next, Operation... operations) {
    Extent extent = new Extent(masks, deadline, scope, 0, placement);
    Continuation continuation =
        new Continuation(keep, push, next, created, given.steps(), extent, cancelled);
    return new Commit(given.ref(), seq + 1, base, continuation, List.of(operations), release);
  }

  /** {@return the reply to a commit, of which the worker takes no notice} */
  Message send(Commit commit) {
    Reply reply = run.apply(new Command.Committed(commit, instance));
    return ((Reply.ToWorker) reply).message();
  }

  /** Commits and goes on from there. */
  Message commit(Next next, Operation... operations) {
    return commit(next(next, operations));
  }

  Message commit(int keep, List<Payload> push, Next next, Operation... operations) {
    return commit(next(keep, push, next, operations));
  }

  Message commit(Commit commit) {
    Message reply = send(commit);
    assertThat(reply).isNotInstanceOf(Message.Superseded.class);
    wentOn(commit);
    return reply;
  }

  /** {@return what {@code other} asks for, as this worker's next commit} */
  Commit asOwn(Commit other) {
    return new Commit(
        given.ref(), seq + 1, base, other.next(), other.operations(), other.release());
  }

  /** A commit was accepted. */
  void wentOn(Commit commit) {
    seq = commit.seq();
    base = commit.digest();
    depth = commit.next().depth();
  }

  int depth() {
    return depth;
  }

  Handle handle() {
    created++;
    return new Handle(given.number(), created);
  }

  List<Handle> spawn(int n) {
    return spawn(n, null, 0);
  }

  /** Spawns tasks, of which {@code atMost} run at once. */
  List<Handle> group(int n, int atMost) {
    return spawn(n, new Handle(given.number(), created + 1), atMost);
  }

  private List<Handle> spawn(int n, @Nullable Handle group, int atMost) {
    List<Operation> operations = new ArrayList<>();
    List<Handle> children = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Handle id = handle();
      children.add(id);
      List<Payload> frames = List.of(TestRun.text("frame"));
      operations.add(
          new Operation.Spawn(
              id, "child", frames, TestRun.text("in" + i), group, atMost, scope, masks > 0, null));
    }
    commit(TestRun.NOTHING, operations.toArray(Operation[]::new));
    return children;
  }

  Handle channel(int capacity) {
    Handle id = handle();
    commit(TestRun.NOTHING, new Operation.NewChannel(id, capacity));
    return id;
  }

  void close(Handle channel) {
    commit(TestRun.NOTHING, new Operation.CloseChannel(channel));
  }

  Message send(Handle channel, String message) {
    return commit(new Next.Send(channel, TestRun.text(message)));
  }

  Message receive(Handle channel) {
    return commit(new Next.Receive(channel));
  }

  /** Sends several messages at once. */
  Message sendAll(Handle channel, String... messages) {
    return commit(new Next.Send(channel, Stream.of(messages).map(TestRun::text).toList()));
  }

  /** Waits for the first of these. */
  Message select(Next.Source... sources) {
    return commit(new Next.Select(List.of(sources), false));
  }

  /** Takes the first of these that is there. */
  Message poll(Next.Source... sources) {
    return commit(new Next.Select(List.of(sources), true));
  }

  /** Opens a scope: what is spawned from now on is in it. */
  Handle openScope() {
    scope = handle();
    return scope;
  }

  /** Ends a scope, as a finalizer does. */
  Message endScope(Handle ended) {
    scope = state().origin().scope();
    masks++;
    Message reply = commit(new Next.EndScope(ended));
    masks--;
    return reply;
  }

  Message cancel(Handle other) {
    return commit(TestRun.NOTHING, new Operation.Cancel(other));
  }

  Message await(Handle... futures) {
    return commit(
        futures.length == 1 ? new Next.Await(futures[0]) : new Next.AwaitAll(List.of(futures)));
  }

  Message sleep(long until) {
    return commit(new Next.Sleep(until));
  }

  void completes(String result) {
    commit(TestRun.completed(result));
  }

  void fails(String message) {
    commit(TestRun.failed(message));
  }

  void lost(Command.Loss loss) {
    run.apply(new Command.Lost(given.ref(), loss, "exit code 1"));
  }

  void crashes() {
    lost(Command.Loss.CRASHED);
  }
}
