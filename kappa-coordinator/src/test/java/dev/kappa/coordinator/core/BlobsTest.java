package dev.kappa.coordinator.core;

import static dev.kappa.coordinator.core.TestRun.NOTHING;
import static dev.kappa.coordinator.core.TestRun.holding;
import static dev.kappa.coordinator.core.TestRun.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A blob goes as soon as nothing that is stored names it, and not before (R10). */
final class BlobsTest {
  private final TestRun run = TestRun.started();

  private String blob(String name) {
    run.putBlob(name);
    return name;
  }

  private void sweep() {
    run.apply(new Command.Sweep(List.copyOf(run.blobs())));
  }

  @Test
  void loopWithALargeStateKeepsOneBlob() {
    TestWorker root = run.root();
    for (int i = 0; i < 100; i++) {
      root.commit(new Next.Holding(in(blob("0.0-1-" + i))));
      assertThat(run.blobs()).containsExactly("0.0-1-" + i);
    }
  }

  @Test
  void loopWithLargeFramesKeepsOneBlob() {
    TestWorker root = run.root();
    for (int i = 0; i < 100; i++) {
      root.commit(0, List.of(in(blob("0.0-1-" + i))), NOTHING);
      assertThat(run.blobs()).containsExactly("0.0-1-" + i);
    }
  }

  @Test
  void blobOfAMessageStaysUntilTheReceiverHasCommitted() {
    TestWorker root = run.root();
    Handle channel = root.channel(1);
    root.commit(new Next.Send(channel, in(blob("0.0-1-1"))));
    root.commit(holding(channel));
    assertThat(run.blobs()).hasSize(1);
    root.receive(channel);
    run.look();
    assertThat(run.blobs()).as("the receiver may still fetch it").hasSize(1);
    root.commit(NOTHING);
    assertThat(run.blobs()).isEmpty();
  }

  @Test
  void blobOfAResultGoesWithTheTask() {
    List<TestWorker> family = run.family(1);
    family.get(1).commit(new Next.Completed(in(blob("1.1-1-1")), null));
    family.get(0).await(family.get(1).task());
    run.look();
    assertThat(run.blobs()).hasSize(1);
    family.get(0).commit(NOTHING);
    run.look();
    assertThat(run.blobs()).isEmpty();
  }

  @Test
  void blobsOfAForgottenChannelGo() {
    TestWorker root = run.root();
    Handle channel = root.channel(2);
    root.commit(new Next.Send(channel, in(blob("0.0-1-1"))));
    root.commit(new Next.Send(channel, in(blob("0.0-1-2"))));
    run.look();
    assertThat(run.blobs()).isEmpty();
  }

  @Test
  void blobThatTwoNameStaysWhileOneDoes() {
    TestWorker root = run.root();
    String blob = blob("0.0-1-1");
    root.commit(0, List.of(in(blob)), new Next.Holding(in(blob)));
    root.commit(NOTHING);
    assertThat(run.blobs()).hasSize(1);
    root.commit(root.next(0, List.of(), NOTHING));
    assertThat(run.blobs()).isEmpty();
  }

  @Test
  void framesThatAreWrittenAgainKeepTheirBlobs() {
    TestWorker root = run.root();
    root.commit(0, List.of(in(blob("0.0-1-1"))), NOTHING);
    root.commit(1, List.of(in(blob("0.0-1-2"))), NOTHING);
    assertThat(run.blobs()).hasSize(2);
    root.commit(1, List.of(), NOTHING);
    assertThat(run.blobs()).containsExactly("0.0-1-1");
  }

  @Test
  void blobThatWaitsForItsCommitIsNotLeftBehind() {
    run.root();
    blob("0.0-1-1");
    sweep();
    assertThat(run.changes()).isEmpty();
    assertThat(run.blobs()).hasSize(1);
  }

  @Test
  void whatASupersededAttemptLeftIsSwept() {
    TestWorker root = run.root();
    root.commit(new Next.Holding(in(blob("0.0-1-named"))));
    blob("0.0-1-left");
    root.crashes();
    run.root();
    blob("0.0-2-new");
    sweep();
    assertThat(run.blobs()).containsExactly("0.0-1-named", "0.0-2-new");
  }

  @Test
  void whatAForgottenTaskLeftIsSwept() {
    List<TestWorker> family = run.family(1);
    blob("1.1-1-left");
    family.get(1).completes("r");
    sweep();
    assertThat(run.blobs()).isEmpty();
    blob("1.1-1-late");
    run.look();
    sweep();
    assertThat(run.blobs()).isEmpty();
  }

  @Test
  void blobsOfOtherNamesAreLeftAlone() {
    run.root();
    blob("something");
    blob("a-b-c");
    blob("9-9");
    sweep();
    assertThat(run.blobs()).hasSize(3);
  }
}
