package dev.kappa.coordinator.server;

import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.coordinator.engine.EngineWorkers;
import dev.kappa.coordinator.engine.Worker;
import dev.kappa.error.ErrorCode;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.MalformedMessageException;
import dev.kappa.wire.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes what a worker says and hands it over. */
final class WorkerHandler extends SimpleChannelInboundHandler<ByteBuf> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerHandler.class);

  private final EngineWorkers workers;
  private final WorkerTokens tokens;
  private final Intake intake;
  private @Nullable Connection worker;

  /** Nothing that comes behind what was refused is heard. */
  private boolean refused;

  WorkerHandler(EngineWorkers workers, WorkerTokens tokens, Intake intake) {
    this.workers = workers;
    this.tokens = tokens;
    this.intake = intake;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
    if (refused) {
      return;
    }
    Message message = Message.parse(bytes(frame));
    Connection known = worker;
    if (known == null) {
      hello(context, message);
    } else {
      serve(context, known, message, frame.readableBytes());
    }
  }

  /** {@return what may be the buffer's own array} */
  private static byte[] bytes(ByteBuf frame) {
    return ByteBufUtil.getBytes(frame, frame.readerIndex(), frame.readableBytes(), false);
  }

  private void hello(ChannelHandlerContext context, Message message) {
    if (!(message instanceof Message.Hello hello)) {
      refuse(context, "the first message must be Hello");
    } else if (hello.version() != Message.VERSION) {
      refuse(
          context,
          "the worker speaks version %d of the protocol (expected: %d); build the application anew"
              .formatted(hello.version(), Message.VERSION));
    } else {
      known(context, hello);
    }
  }

  private void known(ChannelHandlerContext context, Message.Hello hello) {
    long now = System.currentTimeMillis();
    String refusal =
        hello.resident() == null
            ? tokens.refusal(hello.token(), hello.invocation(), now)
            : tokens.residentRefusal(hello.token(), hello.invocation(), now);
    if (refusal != null) {
      LOG.info("the worker at {} is refused: {}", context.channel().remoteAddress(), refusal);
      refuse(context, "the worker can't be let in: " + refusal);
    } else {
      Connection fresh = new Connection(context, hello, intake, tokens);
      worker = fresh;
      workers.connected(fresh);
      context.pipeline().remove(WorkerServer.STRANGER);
      // Last: what has arrived already is read in this call.
      context.pipeline().replace(MessageFrames.class, "messages", fresh.frames);
    }
  }

  private void serve(ChannelHandlerContext context, Connection from, Message message, int bytes) {
    switch (message) {
      case Message.Poll m -> workers.poll(from, m);
      case Message.Commits m ->
          granted(context, from, m.commit().ref(), () -> workers.commit(from, m.commit(), bytes));
      case Message.Heartbeat m -> beat(from, m.ref());
      case Message.FetchFrames m -> granted(context, from, m.ref(), () -> workers.frames(from, m));
      case Message.FetchBlob m -> granted(context, from, m.ref(), () -> workers.blob(from, m));
      case Message.PutBlob m -> granted(context, from, m.ref(), () -> putBlob(context, from, m));
      case Message.Grant m -> from.grants.show(m, System.currentTimeMillis());
      case Message.Hello m -> refuse(context, "a second Hello");
      case Message.Welcome m -> notForUs(context, m);
      case Message.Refused m -> notForUs(context, m);
      case Message.Assigned m -> notForUs(context, m);
      case Message.Released m -> notForUs(context, m);
      case Message.Committed m -> notForUs(context, m);
      case Message.Yielded m -> notForUs(context, m);
      case Message.Superseded m -> notForUs(context, m);
      case Message.Frames m -> notForUs(context, m);
      case Message.Blob m -> notForUs(context, m);
      case Message.BlobStored m -> notForUs(context, m);
      case Message.Moved m -> notForUs(context, m);
      case Message.Alive m -> notForUs(context, m);
      case Message.Unwanted m -> notForUs(context, m);
    }
  }

  private void granted(
      ChannelHandlerContext context, Connection from, AttemptRef attempt, Runnable service) {
    if (from.grants.allow(attempt)) {
      service.run();
    } else {
      LOG.info("{} at {}: {}", attempt, context.channel().remoteAddress(), from.grants.why());
      refuse(context, ErrorCode.NOT_ALLOWED, attempt + ": " + from.grants.why());
    }
  }

  private void putBlob(ChannelHandlerContext context, Connection from, Message.PutBlob blob) {
    if (blob.isOfItsAttempt()) {
      workers.putBlob(from, blob);
    } else {
      refuse(
          context,
          ErrorCode.NOT_ALLOWED,
          "%s: a blob of the name '%s' is not one of this attempt's"
              .formatted(blob.ref(), blob.name()));
    }
  }

  /** One of the attempt before may still come when the worker is given the next. */
  private void beat(Connection from, AttemptRef attempt) {
    if (from.grants.allow(attempt)) {
      workers.heartbeat(from, attempt);
    }
  }

  private void notForUs(ChannelHandlerContext context, Message message) {
    refuse(context, "a worker does not send " + message.getClass().getSimpleName());
  }

  private void refuse(ChannelHandlerContext context, String why) {
    refuse(context, ErrorCode.BAD_REQUEST, why);
  }

  private void refuse(ChannelHandlerContext context, ErrorCode code, String why) {
    refused = true;
    Message refusal = new Message.Refused(code.text(), why);
    context.writeAndFlush(buffer(refusal)).addListener(ChannelFutureListener.CLOSE);
  }

  private static ByteBuf buffer(Message message) {
    ByteWriter frame = Message.frame(message);
    return Unpooled.wrappedBuffer(frame.array(), 0, frame.size());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (worker != null) {
      workers.disconnected(worker);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (worker != null) {
      worker.deaf(!context.channel().isWritable());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof MalformedMessageException || cause instanceof DecoderException) {
      refuse(context, "malformed message: " + cause.getMessage());
      return;
    }
    if (cause instanceof ReadTimeoutException) {
      LOG.debug("nobody said who it is");
    } else if (cause instanceof IOException) {
      LOG.info("the connection of a worker broke: {}", cause.toString());
    } else {
      LOG.warn("connection of a worker", cause);
    }
    context.close();
  }

  /** The worker at the other end. */
  private static final class Connection extends Worker {
    private static final int PATIENCE_SECONDS = 30;
    private static final int BYTES_A_SECOND = 1 << 20;

    private final ChannelHandlerContext context;
    private final WorkerFrames frames;
    private final Grants grants;

    Connection(
        ChannelHandlerContext context, Message.Hello hello, Intake intake, WorkerTokens tokens) {
      super(hello.invocation(), hello.instance(), hello.resident());
      this.context = context;
      this.frames = new WorkerFrames(context.channel(), intake, this::unheard);
      this.grants = new Grants(tokens, isResident());
    }

    @Override
    protected void send(Message message) {
      Message.Grant first = before(message);
      if (first != null) {
        context.write(buffer(first), context.voidPromise());
      }
      context.writeAndFlush(buffer(message), context.voidPromise());
    }

    @Override
    protected void send(Message message, Runnable over) {
      ByteBuf bytes = buffer(message);
      int seconds = PATIENCE_SECONDS + bytes.readableBytes() / BYTES_A_SECOND;
      ChannelFuture written = context.writeAndFlush(bytes);
      var late = context.executor().schedule(() -> giveUp(written), seconds, TimeUnit.SECONDS);
      written.addListener(
          done -> {
            late.cancel(false);
            over.run();
          });
    }

    /** {@return what goes in front of a message; null if nothing does} */
    private Message.@Nullable Grant before(Message message) {
      if (message instanceof Message.Assigned given) {
        return grants.give(given.assignment().ref(), System.currentTimeMillis());
      }
      if (message instanceof Message.Alive) {
        return grants.renewed(System.currentTimeMillis());
      }
      if (message instanceof Message.Yielded) {
        grants.over();
      }
      return null;
    }

    /** A worker that does not read must not keep others waiting. */
    private void giveUp(ChannelFuture written) {
      if (!written.isDone()) {
        context.close();
      }
    }

    @Override
    protected void slow(boolean slow) {
      frames.slow(slow);
    }

    @Override
    protected void close() {
      context.close();
    }
  }
}
