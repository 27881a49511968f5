package dev.kappa.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a commit asks for beside its continuation; none of these waits. */
public sealed interface Operation {
  /**
   * A child task.
   *
   * @param id its handle, chosen by its creator
   * @param name shown to people
   * @param frames its continuation, bottom first
   * @param value what its topmost frame is given
   * @param group if several are bounded together: the handle of the first of them
   * @param atMost how many of the group run at once; ignored without a group
   * @param scope with what it ends, at the latest
   * @param masked whether a finalizer spawns it: then it goes on though its scope or run ends
   * @param after the step that its creator ran last, if that is known; shown to people
   */
  record Spawn(
      Handle id,
      String name,
      List<Payload> frames,
      Payload value,
      @Nullable Handle group,
      int atMost,
      @Nullable Handle scope,
      boolean masked,
      @Nullable String after)
      implements Operation {
    /** Copies the frames. */
    public Spawn {
      frames = List.copyOf(frames);
    }

    /** Of one that no finalizer spawns. */
    public Spawn(
        Handle id,
        String name,
        List<Payload> frames,
        Payload value,
        @Nullable Handle group,
        int atMost,
        @Nullable Handle scope) {
      this(id, name, frames, value, group, atMost, scope, false, null);
    }
  }

  /** A channel. */
  record NewChannel(Handle id, int capacity) implements Operation {}

  /** The end of a channel. */
  record CloseChannel(Handle id) implements Operation {}

  /** The wish that a task ends. */
  record Cancel(Handle task) implements Operation {}

  /**
   * A value that the run's callers can read while it runs, instead of the last one of that name.
   *
   * @param name unique within the run
   * @param json the value
   */
  record Publish(String name, byte[] json) implements Operation {}

  /**
   * Another run.
   *
   * @param id the handle of the task that stands for it, chosen by its creator
   * @param key its idempotency key
   * @param input as JSON
   * @param priority what is said of it; the rest is as it is for the run that starts it
   */
  record StartRun(Handle id, String key, String workflow, byte[] input, Priority priority)
      implements Operation {
    /** Of one that is as the run that starts it. */
    public StartRun(Handle id, String key, String workflow, byte[] input) {
      this(id, key, workflow, input, Priority.NONE);
    }

    private void write(ByteWriter out) {
      out.handle(id).text(key).text(workflow).blob(input);
    }

    private static StartRun read(ByteReader in) {
      return new StartRun(in.handle(), in.text(), in.text(), in.blob());
    }

    private StartRun with(Priority said) {
      return new StartRun(id, key, workflow, input, said);
    }
  }

  /**
   * A signal of another run.
   *
   * @param id the handle of the task that stands for it, chosen by its creator
   * @param run the other run's id
   * @param name the signal's
   */
  record SignalRun(Handle id, String run, String name, byte[] json) implements Operation {}

  /**
   * A permit of a limit, which other runs share.
   *
   * @param id the handle of the task that stands for it, chosen by its creator: it is awaited until
   *     the run has the permit, and given back by {@link Cancel}
   */
  record Acquire(Handle id, LimitSpec limit) implements Operation {}

  /** Writes one. */
  static void write(ByteWriter out, Operation operation) {
    switch (operation) {
      case Spawn o ->
          out.u8(1)
              .handle(o.id)
              .text(o.name)
              .list(o.frames, ByteWriter::payload)
              .payload(o.value)
              .optional(o.group, ByteWriter::handle)
              .varint(o.atMost)
              .optional(o.scope, ByteWriter::handle)
              .bool(o.masked)
              .optional(o.after, ByteWriter::text);
      case NewChannel o -> out.u8(2).handle(o.id).varint(o.capacity);
      case CloseChannel o -> out.u8(3).handle(o.id);
      case Cancel o -> out.u8(4).handle(o.task);
      case Publish o -> out.u8(5).text(o.name).blob(o.json);
      case StartRun o when o.priority.equals(Priority.NONE) -> o.write(out.u8(6));
      case StartRun o -> {
        o.write(out.u8(8));
        o.priority.write(out);
      }
      case SignalRun o -> out.u8(7).handle(o.id).text(o.run).text(o.name).blob(o.json);
      case Acquire o -> o.limit.write(out.u8(9).handle(o.id));
    }
  }

  /** Reads one. */
  static Operation read(ByteReader in) {
    int tag = in.u8();
    return switch (tag) {
      case 1 ->
          new Spawn(
              in.handle(),
              in.text(),
              in.list(ByteReader::payload),
              in.payload(),
              in.optional(ByteReader::handle),
              in.count(),
              in.optional(ByteReader::handle),
              in.bool(),
              in.optional(ByteReader::text));
      case 2 -> new NewChannel(in.handle(), in.count());
      case 3 -> new CloseChannel(in.handle());
      case 4 -> new Cancel(in.handle());
      case 5 -> new Publish(in.text(), in.blob());
      case 6 -> StartRun.read(in);
      case 7 -> new SignalRun(in.handle(), in.text(), in.text(), in.blob());
      case 8 -> StartRun.read(in).with(Priority.read(in));
      case 9 -> new Acquire(in.handle(), LimitSpec.read(in));
      default -> throw new MalformedMessageException("operation: " + tag);
    };
  }
}
