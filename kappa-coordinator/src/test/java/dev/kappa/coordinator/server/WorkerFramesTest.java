package dev.kappa.coordinator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large messages are received as there is room for them: in turn, and always one. */
final class WorkerFramesTest {
  private static final int LARGE = 100_000;

  private final List<Connection> all = new ArrayList<>();
  private boolean room = true;
  private final Intake intake = new Intake(2 * LARGE, () -> room);

  /** Counts how often the socket is asked for more. */
  private static final class CountedReads extends ChannelOutboundHandlerAdapter {
    private final AtomicInteger reads;

    CountedReads(AtomicInteger reads) {
      this.reads = reads;
    }

    @Override
    public void read(ChannelHandlerContext context) {
      reads.incrementAndGet();
      context.read();
    }
  }

  /** A worker's connection. */
  private final class Connection {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicInteger reads = new AtomicInteger();
    private boolean unheard;
    private final WorkerFrames frames = new WorkerFrames(channel, intake, now -> unheard = now);

    Connection() {
      channel.pipeline().addLast(new CountedReads(reads)).addLast(frames);
      channel.freezeTime();
      all.add(this);
    }

    /** Sends the first bytes of a message. */
    Connection begin(int length) {
      send(Unpooled.buffer().writeInt(length).writeBytes(new byte[10]));
      return this;
    }

    /** Sends the rest of what was begun. */
    void end(int length) {
      send(Unpooled.wrappedBuffer(new byte[length - 10]));
    }

    void send(ByteBuf bytes) {
      channel.writeInbound(bytes);
    }

    boolean isRead() {
      channel.runPendingTasks();
      return channel.config().isAutoRead();
    }

    /** {@return the length of what has come, 0 for nothing} */
    int took() {
      channel.runPendingTasks();
      ByteBuf message = channel.readInbound();
      if (message == null) {
        return 0;
      }
      int length = message.readableBytes();
      message.release();
      return length;
    }

    void passes(long seconds) {
      channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
      channel.runPendingTasks();
    }
  }

  @AfterEach
  void allIsGivenBackWhenAllAreClosed() {
    all.forEach(connection -> connection.channel.finishAndReleaseAll());
    assertThat(new Connection().begin(40 << 20).isRead()).isTrue();
  }

  private Connection full() {
    new Connection().begin(LARGE);
    return new Connection().begin(LARGE);
  }

  @Test
  void whatDoesNotFitIsNotReadUntilAnotherIsDone() {
    Connection second = full();
    Connection third = new Connection().begin(LARGE);
    assertThat(third.isRead()).isFalse();
    assertThat(third.unheard).isTrue();
    second.end(LARGE);
    assertThat(second.took()).isEqualTo(LARGE);
    assertThat(second.unheard).isFalse();
    assertThat(third.isRead()).isTrue();
    third.end(LARGE);
    assertThat(third.took()).isEqualTo(LARGE);
  }

  @Test
  void nobodyAsksTheSocketForMoreWhileAMessageWaits() {
    full();
    Connection third = new Connection().begin(LARGE);
    third.channel.runPendingTasks();
    int asked = third.reads.get();
    third.send(Unpooled.wrappedBuffer(new byte[100]));
    third.channel.runPendingTasks();
    assertThat(third.reads).hasValue(asked);
  }

  @Test
  void thoseThatWaitBeginInTheOrderInWhichTheyCame() {
    Connection second = full();
    Connection huge = new Connection().begin(2 * LARGE);
    Connection behind = new Connection().begin(LARGE);
    second.end(LARGE);
    assertThat(huge.isRead()).isFalse();
    assertThat(behind.isRead()).as("passed the one before it").isFalse();
    all.getFirst().end(LARGE);
    assertThat(huge.isRead()).isTrue();
    assertThat(behind.isRead()).isFalse();
    huge.end(2 * LARGE);
    assertThat(behind.isRead()).isTrue();
  }

  @Test
  void oneThatIsLargerThanAllThatMayBeComesAlone() {
    Connection alone = new Connection().begin(10 * LARGE);
    assertThat(alone.isRead()).isTrue();
    assertThat(new Connection().begin(LARGE).isRead()).isFalse();
    alone.end(10 * LARGE);
    assertThat(alone.took()).isEqualTo(10 * LARGE);
  }

  @Test
  void smallMessagesComeWhileLargeOnesWait() {
    full();
    Connection small = new Connection().begin(Intake.SMALL_BYTES);
    assertThat(small.isRead()).isTrue();
    small.end(Intake.SMALL_BYTES);
    assertThat(small.took()).isEqualTo(Intake.SMALL_BYTES);
  }

  @Test
  void closedConnectionsGiveBackWhatTheyHeldAndWaitNoMore() {
    Connection second = full();
    Connection third = new Connection().begin(2 * LARGE);
    Connection fourth = new Connection().begin(LARGE);
    third.channel.close();
    assertThat(fourth.isRead()).isFalse();
    second.channel.close();
    assertThat(fourth.isRead()).isTrue();
    assertThat(second.unheard || third.unheard).isFalse();
  }

  @Test
  void oneThatStopsInTheMiddleIsClosedAndTheNextGoesOn() {
    Connection second = full();
    Connection third = new Connection().begin(LARGE);
    second.passes(29);
    assertThat(second.channel.isOpen()).isTrue();
    second.passes(2);
    assertThat(second.channel.isOpen()).isFalse();
    assertThat(third.isRead()).isTrue();
  }

  @Test
  void timeDoesNotCountWhileItWaits() {
    Connection second = full();
    Connection third = new Connection().begin(LARGE);
    third.passes(1000);
    assertThat(third.channel.isOpen()).isTrue();
    second.end(LARGE);
    third.end(LARGE);
    third.passes(1000);
    assertThat(third.took()).isEqualTo(LARGE);
    assertThat(third.channel.isOpen()).isTrue();
  }

  @Test
  void messagesThatCameTogetherComeInTheirOrderThoughEachAsksForRoom() {
    Connection one = new Connection();
    ByteBuf large = Unpooled.buffer().writeInt(2 * LARGE).writeBytes(new byte[2 * LARGE]);
    ByteBuf small = Unpooled.buffer().writeInt(5).writeBytes(new byte[5]);
    ByteBuf last = Unpooled.buffer().writeInt(LARGE).writeBytes(new byte[LARGE]);
    one.send(Unpooled.wrappedBuffer(large, small, last));
    assertThat(List.of(one.took(), one.took(), one.took(), one.took()))
        .containsExactly(2 * LARGE, 5, LARGE, 0);
    assertThat(one.isRead()).isTrue();
  }

  @Test
  void whatHadArrivedCompletelyIsHandledWhenItsTurnComes() {
    Connection second = full();
    Connection third = new Connection().begin(LARGE);
    third.end(LARGE);
    assertThat(third.took()).isZero();
    second.end(LARGE);
    assertThat(third.took()).isEqualTo(LARGE);
  }

  @Test
  void oneThatIsSlowedForAnotherReasonTakesNoRoomAndStaysSlowed() {
    Connection slow = new Connection();
    slow.frames.slow(true);
    slow.begin(2 * LARGE);
    Connection other = new Connection().begin(2 * LARGE);
    assertThat(other.isRead()).isTrue();
    slow.frames.slow(false);
    assertThat(slow.isRead()).as("waits for room now").isFalse();
    slow.frames.slow(true);
    other.end(2 * LARGE);
    assertThat(slow.isRead()).isFalse();
    slow.frames.slow(false);
    assertThat(slow.isRead()).isTrue();
    slow.end(2 * LARGE);
    assertThat(slow.took()).isEqualTo(2 * LARGE);
  }

  @Test
  void nothingLargeBeginsUntilWhatCameBeforeCanBeKept() {
    room = false;
    Connection one = new Connection().begin(LARGE);
    assertThat(one.isRead()).isFalse();
    room = true;
    intake.next();
    assertThat(one.isRead()).isTrue();
  }
}
