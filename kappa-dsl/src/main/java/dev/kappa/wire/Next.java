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

  /** The topmost frame is given the result of a task, or its failure. */
  record Await(Handle future) implements Wait {}

  /** The topmost frame is given a list of results, or the first failure. */
  record AwaitAll(List<Handle> futures) implements Wait {
    /** Copies the list. */
    public AwaitAll {
      futures = List.copyOf(futures);
    }
  }

  /** The topmost frame is given the oldest message of a channel. */
  record Receive(Handle channel) implements Wait {}

  /** The topmost frame is given nothing, when the channel has taken the message. */
  record Send(Handle channel, Payload message) implements Wait {}

  /**
   * The topmost frame is given nothing, at a time.
   *
   * @param until milliseconds since 1970
   */
  record Sleep(long until) implements Wait {}

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

  /** Writes one. */
  static void write(ByteWriter out, Next next) {
    switch (next) {
      case Holding n -> out.u8(1).payload(n.value);
      case Raising n -> n.failure.write(out.u8(2));
      case Enter n -> out.u8(3).text(n.workflow).blob(n.input);
      case Await n -> out.u8(4).handle(n.future);
      case AwaitAll n -> out.u8(5).list(n.futures, ByteWriter::handle);
      case Receive n -> out.u8(6).handle(n.channel);
      case Send n -> out.u8(7).handle(n.channel).payload(n.message);
      case Sleep n -> out.u8(8).i64(n.until);
      case Results n -> out.u8(9).list(n.values, ByteWriter::payload);
      case Completed n -> out.u8(10).payload(n.value).optional(n.json, ByteWriter::blob);
      case Failed n -> n.failure.write(out.u8(11));
      case Parked n -> n.failure.write(out.u8(12));
    }
  }

  /** Reads one. */
  static Next read(ByteReader in) {
    int tag = in.u8();
    return switch (tag) {
      case 1 -> new Holding(in.payload());
      case 2 -> new Raising(Failure.read(in));
      case 3 -> new Enter(in.text(), in.blob());
      case 4 -> new Await(in.handle());
      case 5 -> new AwaitAll(in.list(ByteReader::handle));
      case 6 -> new Receive(in.handle());
      case 7 -> new Send(in.handle(), in.payload());
      case 8 -> new Sleep(in.i64());
      case 9 -> new Results(in.list(ByteReader::payload));
      case 10 -> new Completed(in.payload(), in.optional(ByteReader::blob));
      case 11 -> new Failed(Failure.read(in));
      case 12 -> new Parked(Failure.read(in));
      default -> throw new MalformedMessageException("what comes next: " + tag);
    };
  }
}
