package dev.kappa.coordinator.store;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;

/** Lets Lettuce work on the caller's event loop, and never shut it down. */
final class SharedLoop implements EventLoopGroupProvider {
  private final EventLoop loop;

  private SharedLoop(EventLoop loop) {
    this.loop = loop;
  }

  /** {@return resources of a client all of whose callbacks run on {@code loop}} */
  static ClientResources resources(EventLoop loop) {
    return ClientResources.builder()
        .eventLoopGroupProvider(new SharedLoop(loop))
        .eventExecutorGroup(loop)
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .build();
  }

  @Override
  public <T extends EventLoopGroup> T allocate(Class<T> type) {
    return allocated();
  }

  /** Lettuce asks for a class of its own choice but uses only the interface. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T extends EventLoopGroup> T allocated() {
    return (T) loop;
  }

  @Override
  public int threadPoolSize() {
    return 1;
  }

  @Override
  public Future<Boolean> release(
      EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
  }
}
