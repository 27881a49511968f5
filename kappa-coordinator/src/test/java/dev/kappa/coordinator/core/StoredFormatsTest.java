package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.store.Formats;
import dev.kappa.wire.Handle;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import dev.kappa.wire.PermitStage;
import dev.kappa.wire.Placement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What releases have stored is read by those that come after them: the same run as it was stored in
 * each format, byte by byte. Bytes of a format that was released never change. Those of the newest
 * may until then: {@code -Dkappa.freeze=true} writes them to {@code target}.
 */
final class StoredFormatsTest {
  private static final long DEADLINE = 50_000;

  static Stream<Format> formats() {
    return IntStream.rangeClosed(Formats.CURRENT.oldest(), Formats.CURRENT.newest())
        .mapToObj(Format::new);
  }

  /** A run that has something of each kind of entity. */
  private static TestRun run(Format format) {
    TestRun run = new TestRun();
    run.write(format);
    run.apply(TestRun.start("input"));
    run.signal("approved", "{\"by\":\"somebody\"}");
    TestWorker root = run.root();
    Handle queue = root.channel(1);
    root.send(queue, "a message");
    List<Handle> children = root.group(3, 2);
    TestWorker sender = run.dispatch(children.get(0));
    sender.send(queue, "one that has to wait");
    TestWorker failing = run.dispatch(children.get(1));
    failing.crashes();
    run.dispatch(children.get(1)).fails("broken");
    TestWorker limited = run.dispatch(children.get(2));
    limited.deadline = DEADLINE;
    limited.scope = limited.openScope();
    limited.commit(
        0, List.of(TestRun.text("a frame"), TestRun.naming(queue)), new Next.Sleep(20_000));
    Handle closed = root.channel(3);
    root.close(closed);
    root.commit(
        TestRun.holding(queue, closed), new Operation.Publish("progress", "7".getBytes(UTF_8)));
    if (format.has(Format.LIMITS)) {
      askForAPermit(run, run.dispatch(root.spawn(1).getFirst()));
    }
    if (format.has(Format.PLACEMENTS)) {
      TestWorker placed = run.dispatch(root.spawn(1).getFirst());
      placed.placement = Placement.RESIDENT;
      placed.release = true;
      placed.commit(TestRun.NOTHING);
    }
    root.await(children.get(0), children.get(2));
    return run;
  }

  private static void askForAPermit(TestRun run, TestWorker worker) {
    Handle permit = worker.handle();
    LimitSpec limit = new LimitSpec("api", 2, 100, 60_000);
    worker.commit(TestRun.holding(permit), new Operation.Acquire(permit, limit));
    run.apply(new Command.Permitted(permit, Next.Permit.Stage.ASKED, PermitStage.OFFERED, 7));
    worker.await(permit);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void runIsStoredAsItAlwaysWasInThatFormat(Format format) throws IOException {
    assertThat(FrozenFields.text(run(format).stored()))
        .isEqualTo(FrozenFields.text(frozen(format)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void storedRunIsReadAsItWas(Format format) throws IOException {
    RunState read = RunState.load(TestRun.ID, frozen(format));
    assertThat(StateText.of(read)).isEqualTo(StateText.of(run(format).state()));
  }

  @Test
  void storedRunHasEachKindOfEntity() throws IOException {
    String kinds =
        frozen(Format.NEWEST).keySet().stream()
            .map(field -> field.substring(0, 1))
            .distinct()
            .collect(Collectors.joining());
    assertThat(kinds).isEqualTo("cghmstx");
  }

  private static Map<String, byte[]> frozen(Format format) throws IOException {
    return FrozenFields.of("format-%d.txt".formatted(format.number()), run(format).stored());
  }
}
