package dev.kappa.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a continuation goes on with: what its topmost frame is given, or waits for. */
public sealed interface Next {
  /** The topmost frame is given a value. */
  record Holding(Payload value) implements Next {}

  /** The topmost frame is given an error. */
  record Raising(Failure failure) implements Next {}

  /** The task is a workflow's root and has not begun. */
  record Enter(String workflow, byte[] input) implements Next {}

  /** What a task may have to wait for. */
  sealed interface Wait extends Next {}

  /** What it may wait for beside others. */
  sealed interface Source extends Wait {}

  /** The topmost frame is given the result of a task, or its failure. */
  record Await(Handle future) implements Source {}

  /** The topmost frame is given a list of results, or the first failure. */
  record AwaitAll(List<Handle> futures) implements Wait {
    /** Copies the list. */
    public AwaitAll {
      futures = List.copyOf(futures);
    }
  }

  /** The topmost frame is given the oldest message of a channel. */
  record Receive(Handle channel) implements Source {}

  /**
   * The topmost frame is given nothing, when the channel has taken the messages, one after the
   * other, with no other's between them.
   */
  record Send(Handle channel, List<Payload> messages) implements Source {
    /** Copies the list, and checks that there is a message. */
    public Send {
      messages = List.copyOf(messages);
      if (messages.isEmpty()) {
        throw new MalformedMessageException("send to channel " + channel + ": no message");
      }
    }

    /** Of one message. */
    public Send(Handle channel, Payload message) {
      this(channel, List.of(message));
    }
  }

  /**
   * The topmost frame is given nothing, at a time.
   *
   * @param until milliseconds since 1970
   */
  record Sleep(long until) implements Source {}

  /** The topmost frame is given what the signal of that name was completed with, as JSON. */
  record Signal(String name) implements Source {}

  /**
   * The topmost frame is given the first of these that is there, as {@link Chosen}; of several that
   * are, the first in this list.
   *
   * @param otherwise whether it does not wait if none is
   */
  record Select(List<Source> sources, boolean otherwise) implements Wait {
    /** Copies the list, and checks that one can come, and has one effect at most. */
    public Select {
      sources = List.copyOf(sources);
      if (sources.isEmpty() && !otherwise) {
        throw new MalformedMessageException("select: nothing to wait for");
      }
      for (Source source : sources) {
        if (source instanceof Send send && send.messages.size() > 1) {
          throw new MalformedMessageException(
              "select: a send of %d messages (expected: 1)".formatted(send.messages.size()));
        }
      }
    }
  }

  /**
   * All open tasks of a scope are cancelled; the topmost frame is given nothing when they ended.
   */
  record EndScope(Handle scope) implements Wait {}

  /** What came of a {@link Select}: the index of a source, or -1, and what that came to. */
  record Chosen(int index, Next value) implements Next {
    /** Checks the index, and that the value has no others in it. */
    public Chosen {
      if (index < -1 || value instanceof Chosen || value instanceof Select) {
        throw new MalformedMessageException("chosen: %d, %s".formatted(index, value));
      }
    }
  }

  /** The topmost frame is given JSON, which it reads. */
  record Json(byte[] json) implements Next {
    @Override
    public String toString() {
      return "Json[%d bytes]".formatted(json.length);
    }
  }

  /** All results of an {@link AwaitAll}, as they are handed to a worker. */
  record Results(List<Payload> values) implements Next {
    /** Copies the list. */
    public Results {
      values = List.copyOf(values);
    }
  }

  /** The task has ended. */
  sealed interface End extends Next {}

  /**
   * There is no frame left.
   *
   * @param json the value as JSON, given for a root task
   */
  record Completed(Payload value, byte @Nullable [] json) implements End {}

  /** No frame took the error. */
  record Failed(Failure failure) implements End {}

  /** The task can't go on with the code that the worker has. */
  record Parked(Failure failure) implements Next {}

  /** The task stands for what another run is told, or a limit. No worker is given or commits it. */
  sealed interface Abroad extends Next {
    /** {@return the other run's id, or the limit's} */
    String run();

    /** {@return whether the other is still to be told something} */
    boolean toBeSent();
  }

  /**
   * The task stands for another run.
   *
   * @param key the other run's idempotency key
   * @param input what it is to be started with; null once it was started
   * @param cancel whether it is still to be told that it is to end
   * @param priority what it is to be started with
   */
  record Elsewhere(
      String key, String workflow, byte @Nullable [] input, boolean cancel, Priority priority)
      implements Abroad {
    /** Of one of whose priority nothing is said. */
    public Elsewhere(String key, String workflow, byte @Nullable [] input, boolean cancel) {
      this(key, workflow, input, cancel, Priority.NONE);
    }

    @Override
    public String run() {
      return RunId.of(key);
    }

    @Override
    public boolean toBeSent() {
      return input != null || cancel;
    }

    /** {@return this once the run was started} */
    public Elsewhere started() {
      return new Elsewhere(key, workflow, null, cancel, priority);
    }

    /** {@return this where the run is to end, and is still to be told or was told} */
    public Elsewhere withCancel(boolean newCancel) {
      return new Elsewhere(key, workflow, input, newCancel, priority);
    }

    private Elsewhere with(Priority said) {
      return new Elsewhere(key, workflow, input, cancel, said);
    }

    private void write(ByteWriter out) {
      out.text(key).text(workflow).optional(input, ByteWriter::blob).bool(cancel);
    }

    private static Elsewhere read(ByteReader in) {
      return new Elsewhere(in.text(), in.text(), in.optional(ByteReader::blob), in.bool());
    }
  }

  /**
   * The task stands for a signal of another run, until that has it.
   *
   * @param signal its name
   */
  record Tell(String run, String signal, byte[] json) implements Abroad {
    @Override
    public boolean toBeSent() {
      return true;
    }
  }

  /**
   * The task stands for a permit of a limit, which other runs share.
   *
   * @param ticket which offer is being taken, or was; 0 while it is asked for
   */
  record Permit(LimitSpec limit, Stage stage, long ticket) implements Abroad {
    /** How far a permit is, as the run knows it that wants it. */
    public enum Stage {
      /** It is asked for. */
      ASKED(0),
      /** It was offered, and is being taken. */
      TAKING(1),
      /** The run has it. */
      HELD(2),
      /** It is to be given back. */
      RETURNED(3);

      private final int code;

      Stage(int code) {
        this.code = code;
      }

      private static Stage of(int code) {
        for (Stage stage : values()) {
          if (stage.code == code) {
            return stage;
          }
        }
        throw new MalformedMessageException("the stage of a permit: " + code);
      }
    }

    @Override
    public String run() {
      return limit.id();
    }

    @Override
    public boolean toBeSent() {
      return stage != Stage.HELD;
    }

    /** {@return this at another stage} */
    public Permit at(Stage newStage, long newTicket) {
      return new Permit(limit, newStage, newTicket);
    }

    private void write(ByteWriter out) {
      limit.write(out.u8(stage.code).varint(ticket));
    }

    private static Permit read(ByteReader in) {
      Stage stage = Stage.of(in.u8());
      long ticket = in.varint();
      return new Permit(LimitSpec.read(in), stage, ticket);
    }
  }

  /** Writes one. */
  static void write(ByteWriter out, Next next) {
    switch (next) {
      case Holding n -> out.u8(1).payload(n.value);
      case Raising n -> n.failure.write(out.u8(2));
      case Enter n -> out.u8(3).text(n.workflow).blob(n.input);
      case Await n -> out.u8(4).handle(n.future);
      case AwaitAll n -> out.u8(5).list(n.futures, ByteWriter::handle);
      case Receive n -> out.u8(6).handle(n.channel);
      case Send n -> out.u8(7).handle(n.channel).list(n.messages, ByteWriter::payload);
      case Sleep n -> out.u8(8).i64(n.until);
      case Results n -> out.u8(9).list(n.values, ByteWriter::payload);
      case Completed n -> out.u8(10).payload(n.value).optional(n.json, ByteWriter::blob);
      case Failed n -> n.failure.write(out.u8(11));
      case Parked n -> n.failure.write(out.u8(12));
      case Signal n -> out.u8(13).text(n.name);
      case Select n ->
          out.u8(14).list(n.sources, (o, source) -> write(o, source)).bool(n.otherwise);
      case EndScope n -> out.u8(15).handle(n.scope);
      case Chosen n -> write(out.u8(16).varint(n.index + 1L), n.value);
      case Json n -> out.u8(17).blob(n.json);
      case Elsewhere n when n.priority.equals(Priority.NONE) -> n.write(out.u8(18));
      case Elsewhere n -> {
        n.write(out.u8(21));
        n.priority.write(out);
      }
      case Tell n -> out.u8(19).text(n.run).text(n.signal).blob(n.json);
      case Permit n -> n.write(out.u8(22));
    }
  }

  /** Reads one. */
  static Next read(ByteReader in) {
    return read(in, in.u8());
  }

  private static Next read(ByteReader in, int tag) {
    return switch (tag) {
      case 1 -> new Holding(in.payload());
      case 2 -> new Raising(Failure.read(in));
      case 3 -> new Enter(in.text(), in.blob());
      case 4 -> new Await(in.handle());
      case 5 -> new AwaitAll(in.list(ByteReader::handle));
      case 6 -> new Receive(in.handle());
      case 7 -> new Send(in.handle(), in.list(ByteReader::payload));
      case 8 -> new Sleep(in.i64());
      case 9 -> new Results(in.list(ByteReader::payload));
      case 10 -> new Completed(in.payload(), in.optional(ByteReader::blob));
      case 11 -> new Failed(Failure.read(in));
      case 12 -> new Parked(Failure.read(in));
      case 13 -> new Signal(in.text());
      case 14 -> new Select(in.list(Next::source), in.bool());
      case 15 -> new EndScope(in.handle());
      case 16 -> new Chosen(in.count() - 1, simple(in));
      case 17 -> new Json(in.blob());
      case 18 -> Elsewhere.read(in);
      case 19 -> new Tell(in.text(), in.text(), in.blob());
      case 21 -> Elsewhere.read(in).with(Priority.read(in));
      case 22 -> Permit.read(in);
      default -> throw new MalformedMessageException("what comes next: " + tag);
    };
  }

  /** Reads one that has no others in it: how deep they are is not a peer's choice. */
  private static Next simple(ByteReader in) {
    int tag = in.u8();
    if (tag == 14 || tag == 16) {
      throw new MalformedMessageException("what comes next: " + tag + " within another");
    }
    return read(in, tag);
  }

  private static Source source(ByteReader in) {
    if (simple(in) instanceof Source source) {
      return source;
    }
    throw new MalformedMessageException("a select of what can't be waited for beside others");
  }
}
