package dev.kappa.coordinator.cli;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClientBuilder;

/**
 * AWS's client for one call of the command. Its threads are of this object's own, since the SDK's
 * take two seconds to end.
 */
final class DeployClient implements AutoCloseable {
  /** A jar is sent in one request, and lines may be slow. */
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(10);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final LambdaAsyncClient lambda;

  /** The client for the account and the place that the environment and {@code function} say. */
  DeployClient(LambdaFunction function) {
    LambdaAsyncClientBuilder builder =
        LambdaAsyncClient.builder()
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .eventLoopGroup(SdkEventLoopGroup.create(loop, NioSocketChannel::new))
                    .writeTimeout(LONGEST_REQUEST)
                    .readTimeout(LONGEST_REQUEST));
    function.region().map(Region::of).ifPresent(builder::region);
    try {
      lambda = builder.build();
    } catch (SdkClientException e) {
      end();
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--function %s: %s (expected: the region in AWS_REGION, or the function's ARN)"
              .formatted(function, e.getMessage()),
          e);
    }
  }

  LambdaAsyncClient lambda() {
    return lambda;
  }

  private void end() {
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    lambda.close();
    end();
  }
}
