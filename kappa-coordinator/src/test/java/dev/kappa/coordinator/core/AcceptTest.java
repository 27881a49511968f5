package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Rebinding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edited code that is accepted for what a run holds. */
class AcceptTest {
  private static final Rebinding REBINDING = rebinding(1, 2);

  private final TestRun run = TestRun.started();

  private static Rebinding rebinding(int from, int to) {
    return new Rebinding("app.App", "%032x".formatted(from), "%032x".formatted(to));
  }

  private Reply accept(Rebinding... rebindings) {
    return run.apply(new Command.Accept(List.of(rebindings)));
  }

  @Test
  void parkedTasksGoOnAndTheirWorkersAreTold() {
    TestWorker root = run.root();
    root.commit(new Next.Parked(TestRun.failure("edited")));
    assertThat(run.state().parked()).isTrue();
    assertThat(accept(REBINDING)).isInstanceOf(Reply.None.class);
    run.reload();
    assertThat(run.state().parked()).isFalse();
    Reply reply = run.apply(new Command.Dispatch(root.task(), true, 99));
    assertThat(((Reply.Assigned) reply).assignment().accepted()).containsExactly(REBINDING);
  }

  @Test
  void laterOneForTheSameBodyCounts() {
    accept(REBINDING);
    accept(rebinding(1, 3), rebinding(2, 4));
    Reply reply = run.apply(new Command.Dispatch(Handle.ROOT, true, 99));
    assertThat(((Reply.Assigned) reply).assignment().accepted())
        .containsExactlyInAnyOrder(rebinding(1, 3), rebinding(2, 4));
  }

  @Test
  void tooManyAreRefused() {
    List<Rebinding> many = new ArrayList<>();
    for (int i = 0; i <= Acceptances.MOST; i++) {
      many.add(rebinding(i, i + 1));
    }
    Reply reply = run.apply(new Command.Accept(many));
    assertThat(((Reply.Refused) reply).code()).isEqualTo(ErrorCode.RUN_TOO_LARGE);
    assertThat(run.state().accepted()).isEmpty();
  }

  @Test
  void runThatHasEndedTakesNone() {
    run.root().completes("done");
    assertThat(((Reply.Refused) accept(REBINDING)).code()).isEqualTo(ErrorCode.RUN_ENDED);
  }
}
