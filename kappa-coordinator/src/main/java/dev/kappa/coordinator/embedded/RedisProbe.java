package dev.kappa.coordinator.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks a server whether it is ready, in a few words of its protocol. */
record RedisProbe(int port, String password) {
  private static final int TIMEOUT_MILLIS = 2_000;

  /** What the server said. */
  enum Answer {
    READY,
    /** It reads its data back. */
    LOADING,
    /** It refuses the password: it is another server. */
    STRANGER,
    NONE
  }

  Answer ask() {
    try (Socket socket = new Socket()) {
      socket.connect(Loopback.port(port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request = "AUTH " + password + "\r\nPING\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return answer(in.readLine(), in);
    } catch (IOException e) {
      return Answer.NONE;
    }
  }

  private static Answer answer(@Nullable String auth, BufferedReader in) throws IOException {
    if (auth == null) {
      return Answer.NONE;
    }
    if (!auth.equals("+OK")) {
      return Answer.STRANGER;
    }
    String ping = in.readLine();
    if (ping == null) {
      return Answer.NONE;
    }
    return ping.equals("+PONG") ? Answer.READY : Answer.LOADING;
  }
}
