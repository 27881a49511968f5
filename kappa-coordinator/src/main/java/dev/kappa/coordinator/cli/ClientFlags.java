package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.access.Tls;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which coordinator to ask, and how to answer. */
final class ClientFlags {
  @Option(
      names = "--coordinator",
      paramLabel = "URL",
      description = "Ask this coordinator (default: one for the data directory, here).")
  private @Nullable URI coordinator;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "With --coordinator: the file that has the token to show there (default: $KAPPA_TOKEN,"
              + " else none is shown).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--json",
      description = "Print one JSON document on standard output, and nothing else there.")
  private boolean json;

  @Mixin private ServerFlags server = new ServerFlags();

  boolean json() {
    return json;
  }

  ServerFlags server() {
    return server;
  }

  boolean isRemote() {
    return coordinator != null;
  }

  /**
   * {@return the coordinator to ask, not yet started or asked}
   *
   * @param failed tells why a coordinator in this process can't go on, and answers the exit code
   */
  Session session(
      Surroundings surroundings, ClientCommand.Need need, ToIntFunction<KappaException> failed) {
    if (coordinator == null) {
      if (tokenFile != null) {
        throw new KappaException(
            ErrorCode.BAD_REQUEST, "--token-file: only together with --coordinator");
      }
      return switch (need) {
        case START -> EmbeddedSession.of(server, surroundings, true, failed);
        case GO_ON -> EmbeddedSession.of(server, surroundings, false, failed);
        case LOOK -> new LookingSession(server, surroundings);
      };
    }
    List<String> local = server.localOnly();
    if (!local.isEmpty()) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "%s: not together with --coordinator, whose own settings count"
              .formatted(String.join(", ", local)));
    }
    String scheme = coordinator.getScheme();
    if (coordinator.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "--coordinator: %s (expected: a URL such as http://127.0.0.1:7070)"
              .formatted(coordinator));
    }
    return new RemoteSession(
        coordinator, TokenFlag.resolve(tokenFile), Tls.trust(server.authorities()));
  }
}
