package dev.kappa.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.lettuce.core.RedisURI;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for a server that is not there. */
final class LinksTest {
  private static final int SLOT = 7;

  private final EventLoop loop = new DefaultEventLoop();
  private final Health health = new Health("nowhere");
  private final Links links =
      new Links(
          new Home(loop),
          new OneMaster(RedisURI.create("redis://nowhere")),
          master -> new CompletableFuture<>(),
          health,
          0);

  @AfterEach
  void end() {
    loop.submit(links::close).syncUninterruptibly();
    loop.shutdownGracefully().syncUninterruptibly();
  }

  private int waiting() {
    return loop.submit(links::waiting).syncUninterruptibly().getNow();
  }

  private void wait(List<CompletableFuture<Void>> those) {
    loop.submit(() -> those.forEach(each -> links.later(SLOT, 0, each, () -> {})))
        .syncUninterruptibly();
  }

  @Test
  void whatWasGivenUpIsForgottenThoughNobodyAnswers() {
    List<CompletableFuture<Void>> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.add(new CompletableFuture<>());
    }
    wait(many);
    Eventually.holds("all wait", () -> waiting() == many.size());
    many.forEach(each -> each.complete(null));
    wait(List.of(new CompletableFuture<>()));
    Eventually.holds("the others are forgotten", () -> waiting() == 1);
  }

  @Test
  void whenTooManyWaitTheNextIsRefusedAtOnce() {
    for (int i = 0; i < 10_000; i++) {
      health.at(SLOT).trouble(new Object(), null);
    }
    Duration hour = Duration.ofHours(1);
    assertThatThrownBy(
            () ->
                Eventually.get(
                    new Home(loop)
                        .call(
                            () ->
                                Retry.patiently(
                                    links.to(SLOT), hour, hour, redis -> redis.get(new byte[0])))))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REDIS_UNREACHABLE));
  }

  @Test
  void troubleWithOneServerIsNoneOfAnother() {
    Object who = new Object();
    health.at("one").trouble(who, null);
    health.at("one").trouble(who, null);
    assertThat(health.good("one")).isFalse();
    assertThat(health.good("another")).isTrue();
    assertThat(health.good()).isFalse();
    health.at("one").fine(who);
    assertThat(health.good("one")).isTrue();
    assertThat(health.good()).isTrue();
  }
}
