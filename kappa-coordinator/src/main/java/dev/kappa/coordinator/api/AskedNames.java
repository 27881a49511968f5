package dev.kappa.coordinator.api;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * By which names this machine's own coordinator may be asked. A page whose name its owner made lead
 * to loopback is of the same origin as the coordinator, as browsers see it: only the name in {@code
 * Host} tells, and no browser leaves it out.
 *
 * @param host the name or address that the coordinator listens on
 * @param everyones whether whoever reaches it may do all; where tokens are asked for, pages have
 *     none
 */
record AskedNames(String host, boolean everyones) {
  /** {@return whether a request is answered, as far as the name goes under which it came} */
  boolean include(ChannelHandlerContext context, HttpRequest request) {
    return !everyones || !isOnLoopback(context) || isKnown(name(request));
  }

  /** Elsewhere names may be a balancer's or a cluster's, which nobody has told the coordinator. */
  private static boolean isOnLoopback(ChannelHandlerContext context) {
    return context.channel().localAddress() instanceof InetSocketAddress own
        && own.getAddress().isLoopbackAddress();
  }

  /** {@return whether a page of that name can be nobody else's} */
  boolean isKnown(@Nullable String name) {
    return name == null
        || NetUtil.isValidIpV4Address(name)
        || NetUtil.isValidIpV6Address(name)
        || name.equals("localhost")
        || name.equals(host.toLowerCase(Locale.ROOT));
  }

  /** {@return what stands before the port, in small letters; null if there is no such header} */
  static @Nullable String name(HttpRequest request) {
    String said = request.headers().get(HttpHeaderNames.HOST);
    if (said == null) {
      return null;
    }
    String name = said.replaceFirst(":[0-9]{0,5}$", "").toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
