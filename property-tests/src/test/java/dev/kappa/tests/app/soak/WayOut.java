package dev.kappa.tests.app.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The way from this worker to the coordinator. If a file in the working directory names a port, all
 * connections go through a SOCKS server there, which a test can cut.
 */
public final class WayOut extends ProxySelector {
  /** The file's name. */
  public static final String FILE = "way-out.port";

  private final Proxy proxy;

  private WayOut(int port) {
    proxy =
        new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  static void install() {
    Path file = Path.of(FILE);
    if (Files.exists(file)) {
      try {
        ProxySelector.setDefault(new WayOut(Integer.parseInt(Files.readString(file).strip())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of("socket".equals(uri.getScheme()) ? proxy : Proxy.NO_PROXY);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // Whoever connects is told so, too.
  }
}
