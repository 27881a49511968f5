package dev.kappa.wire;

import java.util.List;

/** One of each kind. */
final class Samples {
  static final Handle TASK = new Handle(1, 2);
  static final Handle OTHER = new Handle(300, 7);
  static final AttemptRef REF = new AttemptRef("run-1", TASK, 3);
  static final Payload EMPTY = Payload.NONE;
  static final Payload FULL = new Payload(List.of(OTHER), List.of("blob-a"), bytes(0xCA, 0xFE));

  static final Failure PLAIN = Failure.of("KAPPA-303", "dev.kappa.CancelledException", "no", null);
  static final Failure WITH_ALL =
      new Failure("KAPPA-301", "a.B", "grüß", "charge", List.of("a.B: grüß", "  at x"), FULL);

  static final Next HOLDING = new Next.Holding(FULL);
  static final Next RAISING = new Next.Raising(PLAIN);
  static final Next ENTER = new Next.Enter("hello", bytes('{', '}'));
  static final Next AWAIT = new Next.Await(OTHER);
  static final Next AWAIT_ALL = new Next.AwaitAll(List.of(TASK, OTHER));
  static final Next RECEIVE = new Next.Receive(OTHER);
  static final Next SEND = new Next.Send(OTHER, FULL);
  static final Next SLEEP = new Next.Sleep(1_767_225_600_000L);
  static final Next RESULTS = new Next.Results(List.of(EMPTY, FULL));
  static final Next COMPLETED = new Next.Completed(FULL, bytes('4', '2'));
  static final Next COMPLETED_CHILD = new Next.Completed(EMPTY, null);
  static final Next FAILED = new Next.Failed(WITH_ALL);
  static final Next PARKED = new Next.Parked(PLAIN);
  static final Next SEND_TWO = new Next.Send(OTHER, List.of(EMPTY, FULL));
  static final Next SIGNAL = new Next.Signal("approved");
  static final Next SELECT =
      new Next.Select(
          List.of(
              new Next.Await(OTHER),
              new Next.Receive(TASK),
              new Next.Send(OTHER, FULL),
              new Next.Sleep(1_767_225_600_000L),
              new Next.Signal("a")),
          false);
  static final Next POLL = new Next.Select(List.of(new Next.Receive(TASK)), true);
  static final Next END_SCOPE = new Next.EndScope(TASK);
  static final Next CHOSEN = new Next.Chosen(1, HOLDING);
  static final Next NONE_CHOSEN = new Next.Chosen(-1, new Next.Holding(EMPTY));
  static final Next ELSEWHERE = new Next.Elsewhere("key", "bill", bytes('4', '2'), false);
  static final Next TO_BE_CANCELLED = new Next.Elsewhere("key", "bill", null, true);
  static final Next TELL = new Next.Tell("run-2", "paid", bytes('4', '2'));
  static final Next URGENT_ELSEWHERE =
      new Next.Elsewhere("key", "bill", bytes('4', '2'), false, new Priority(1, "ann", 2));
  static final Next JSON = new Next.Json(bytes('4', '2'));

  static final Operation SPAWN =
      new Operation.Spawn(new Handle(1, 3), "child", List.of(FULL), EMPTY, null, 0, null);
  static final Operation SPAWN_IN_GROUP =
      new Operation.Spawn(
          new Handle(1, 4),
          "",
          List.of(),
          FULL,
          new Handle(1, 4),
          200,
          new Handle(1, 2),
          true,
          "buy");
  static final Operation NEW_CHANNEL = new Operation.NewChannel(new Handle(1, 5), 1000);
  static final Operation CLOSE_CHANNEL = new Operation.CloseChannel(OTHER);
  static final Operation CANCEL = new Operation.Cancel(OTHER);
  static final Operation PUBLISH = new Operation.Publish("progress", bytes('4', '2'));

  static final Operation START_RUN =
      new Operation.StartRun(new Handle(1, 6), "key", "bill", bytes('4', '2'));

  static final Operation START_URGENT_RUN =
      new Operation.StartRun(
          new Handle(1, 6), "key", "bill", bytes('4', '2'), new Priority(1, "ann", 2));

  static final Operation SIGNAL_RUN =
      new Operation.SignalRun(new Handle(1, 7), "run-2", "paid", bytes('4', '2'));

  static final LimitSpec LIMIT = new LimitSpec("api", 3, 100, 60_000);
  static final Operation ACQUIRE = new Operation.Acquire(new Handle(1, 8), LIMIT);
  static final Next PERMIT = new Next.Permit(LIMIT, Next.Permit.Stage.RETURNED, 300);

  static final Extent EXTENT = new Extent(1, 1_767_225_600_000L, new Handle(1, 2), 3);

  static final Continuation FIRST = new Continuation(0, List.of(), SLEEP, 0, 0, Extent.NONE, false);
  static final Continuation LATER =
      new Continuation(2, List.of(FULL, EMPTY), HOLDING, 5, 300, EXTENT, true);

  static final Commit COMMIT =
      new Commit(REF, 1, 0, LATER, List.of(SPAWN, SPAWN_IN_GROUP, NEW_CHANNEL), false);
  static final Commit NEXT_COMMIT =
      new Commit(REF, 2, COMMIT.digest(), FIRST, List.of(CLOSE_CHANNEL), true);

  static final Assignment ASSIGNMENT =
      new Assignment(
          REF,
          4,
          2,
          -2,
          9,
          List.of(FULL),
          HOLDING,
          5,
          300,
          EXTENT,
          false,
          true,
          "hello",
          List.of(new Rebinding("A", "0".repeat(32), "f".repeat(32))),
          WITH_ALL);

  private Samples() {}

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
