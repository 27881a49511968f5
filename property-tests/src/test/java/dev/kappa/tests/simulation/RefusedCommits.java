package dev.kappa.tests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.core.Applied;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Core;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Commits by hand, to the core: each that is not the next one of the attempt that has the task is
 * refused and changes nothing.
 */
final class RefusedCommits {
  private static final String RUN = "run";
  private static final long WORKER = 5;

  private final Core core = new Core(Setting.core());
  private final Random random;
  private @Nullable RunState state;
  private long epoch;
  private long seq;
  private long base;

  RefusedCommits(Random random) {
    this.random = random;
  }

  void check() {
    apply(new Command.Start("program", "null".getBytes(UTF_8), 7));
    dispatch();
    for (int i = 0; i < 20; i++) {
      refused();
      switch (random.nextInt(4)) {
        case 0 -> {
          apply(new Command.Lost(ref(epoch), Command.Loss.SILENT, "silent"));
          demandRefused(new Command.Committed(commit(epoch, seq + 1, base), WORKER));
          dispatch();
        }
        default -> accepted();
      }
    }
  }

  private Applied apply(Command command) {
    Applied applied = core.apply(RUN, state, command, 1);
    state = applied.state();
    return applied;
  }

  private void dispatch() {
    base = random.nextLong();
    Reply reply = apply(new Command.Dispatch(Handle.ROOT, true, base)).reply();
    Assignment assignment = ((Reply.Assigned) reply).assignment();
    epoch = assignment.ref().epoch();
    assertThat(assignment.seq()).isEqualTo(seq);
    assertThat(assignment.base()).isEqualTo(base);
  }

  private static AttemptRef ref(long epoch) {
    return new AttemptRef(RUN, Handle.ROOT, epoch);
  }

  private Commit commit(long ofEpoch, long number, long on) {
    Next next = new Next.Holding(Payload.NONE);
    return new Commit(
        ref(ofEpoch),
        number,
        on,
        new Continuation(0, List.of(), next, 0, number, Extent.NONE, false),
        List.of(),
        false);
  }

  private void accepted() {
    Commit commit = commit(epoch, seq + 1, base);
    for (int i = 0; i <= random.nextInt(2); i++) {
      Reply reply = apply(new Command.Committed(commit, WORKER)).reply();
      assertThat(reply)
          .isEqualTo(new Reply.ToWorker(new Message.Committed(commit.seq(), false, null)));
    }
    seq = commit.seq();
    base = commit.digest();
  }

  private void refused() {
    boolean bound = random.nextBoolean();
    if (bound) {
      accepted();
    }
    long other = random.nextLong(1, 4);
    Command.Committed wrong =
        switch (random.nextInt(bound ? 5 : 4)) {
          case 0 -> new Command.Committed(commit(epoch - other, seq + 1, base), WORKER);
          case 1 -> new Command.Committed(commit(epoch + other, seq + 1, base), WORKER);
          case 2 -> new Command.Committed(commit(epoch, seq + 1 + other, base), WORKER);
          case 3 -> new Command.Committed(commit(epoch, seq + 1, base + other), WORKER);
          default -> new Command.Committed(commit(epoch, seq + 1, base), WORKER + other);
        };
    demandRefused(wrong);
    demandNoFrames(other);
  }

  /** The attempt that has the task may have its frames; a lost one of the same epoch may not. */
  private void demandNoFrames(long other) {
    RunState now = Objects.requireNonNull(state);
    assertThat(now.has(ref(epoch), WORKER, base)).isTrue();
    assertThat(now.has(ref(epoch), WORKER, base + other)).isFalse();
    assertThat(now.has(ref(epoch + other), WORKER, base)).isFalse();
  }

  private void demandRefused(Command.Committed wrong) {
    Applied applied = apply(wrong);
    assertThat(applied.changes()).as("%s after %d#%d", wrong, epoch, seq).isEmpty();
    assertThat(((Reply.ToWorker) applied.reply()).message()).isInstanceOf(Message.Superseded.class);
  }
}
