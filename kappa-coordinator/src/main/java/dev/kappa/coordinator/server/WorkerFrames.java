package dev.kappa.coordinator.server;

import dev.kappa.wire.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a worker sends into messages. A large one is read only when there is room for it: until
 * then nothing is read from the connection. It then has to come within {@value #PATIENCE_SECONDS} s
 * and 1 s for each MiB, else the connection is closed: who stops in the middle of a message must
 * not keep others out.
 */
final class WorkerFrames extends LengthFieldBasedFrameDecoder implements Intake.Guest {
  private static final int LENGTH_BYTES = 4;
  private static final int PATIENCE_SECONDS = 30;
  private static final int BYTES_A_SECOND = 1 << 20;
  private static final byte[] NOTHING = {};

  private final Channel channel;
  private final Intake intake;
  private final Unheard unheard;
  private State state = State.FREE;
  private int bytes;
  private byte[] large = NOTHING;
  private int received;
  private boolean slow;
  private @Nullable Future<?> late;

  private enum State {
    /** No large message has begun. */
    FREE,
    /** The next message waits for its turn. */
    WAITING,
    /** A large message is being received. */
    RECEIVING,
    /** A large message is complete, and is being handled. */
    HANDLED,
    /** Nothing will be received any more. */
    CLOSED
  }

  /** Is told when a worker's words may be stuck behind a large message, and when no more. */
  @FunctionalInterface
  interface Unheard {
    /** It may be so, or not. */
    void set(boolean now);
  }

  WorkerFrames(Channel channel, Intake intake, Unheard unheard) {
    super(Message.MAX_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES);
    this.channel = channel;
    this.intake = intake;
    this.unheard = unheard;
  }

  /** Reads no more, or on; a message that has not begun asks for no room meanwhile. */
  void slow(boolean now) {
    slow = now;
    heed();
    if (!now) {
      channel.eventLoop().execute(this::decodeAgain);
    }
  }

  private void heed() {
    channel.config().setAutoRead(!slow && state != State.WAITING);
  }

  // ---- reading

  @Override
  public void channelRead(ChannelHandlerContext context, Object data) throws Exception {
    super.channelRead(context, data);
    giveBackIfHandled();
  }

  /** Where nothing is to be read: a decoder would ask for more until it has a whole message. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  @Override
  protected @Nullable Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
    // The message before has been handed on by now.
    giveBackIfHandled();
    if (state == State.FREE) {
      askIfLarge(in);
    }
    return switch (state) {
      case FREE -> slow && isLarge(in) ? null : super.decode(context, in);
      case RECEIVING -> receive(in);
      case WAITING, HANDLED, CLOSED -> null;
    };
  }

  /** Bytes of a large message go where they stay, so that they are in memory once. */
  private @Nullable ByteBuf receive(ByteBuf in) {
    if (large.length == 0) {
      large = new byte[bytes];
      in.skipBytes(LENGTH_BYTES);
    }
    int now = Math.min(in.readableBytes(), bytes - received);
    in.readBytes(large, received, now);
    received += now;
    return received < bytes ? null : received();
  }

  private ByteBuf received() {
    ByteBuf whole = Unpooled.wrappedBuffer(large);
    state = State.HANDLED;
    return whole;
  }

  private void askIfLarge(ByteBuf in) {
    if (!slow && isLarge(in)) {
      bytes = in.getInt(in.readerIndex());
      state = State.WAITING;
      unheard.set(true);
      intake.ask(this);
      heed();
    }
  }

  /** A message that is too long, or has a negative length, is refused without waiting. */
  private static boolean isLarge(ByteBuf in) {
    if (in.readableBytes() < LENGTH_BYTES) {
      return false;
    }
    int length = in.getInt(in.readerIndex());
    return length > Intake.SMALL_BYTES && length <= Message.MAX_BYTES - LENGTH_BYTES;
  }

  // ---- its turn

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  public void begin() {
    state = State.RECEIVING;
    int seconds = PATIENCE_SECONDS + bytes / BYTES_A_SECOND;
    late = channel.eventLoop().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
    heed();
    // Not at once: another connection's message is being handled.
    channel.eventLoop().execute(this::decodeAgain);
  }

  /** Looks at what has arrived already. */
  private void decodeAgain() {
    ChannelHandlerContext context = channel.pipeline().context(this);
    if (context != null && state != State.CLOSED) {
      try {
        channelRead(context, Unpooled.EMPTY_BUFFER);
      } catch (Exception | OutOfMemoryError e) {
        context.fireExceptionCaught(e);
      }
    }
  }

  private void giveBackIfHandled() {
    if (state == State.HANDLED) {
      giveBack(State.FREE);
    }
  }

  private void giveBack(State then) {
    State before = state;
    state = then;
    large = NOTHING;
    received = 0;
    if (late != null) {
      late.cancel(false);
      late = null;
    }
    unheard.set(false);
    if (before == State.WAITING) {
      intake.leave(this);
    } else if (before == State.RECEIVING || before == State.HANDLED) {
      intake.done(bytes);
    }
  }

  // ---- the end

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    giveBack(State.CLOSED);
    super.channelInactive(context);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    giveBack(State.CLOSED);
  }
}
