package dev.kappa.tests.soak;

import java.io.IOException;

/** Signals that Java itself does not send. */
final class Signals {
  private Signals() {}

  /** Makes the process stand still. */
  static void stop(ProcessHandle process) throws IOException {
    send("-STOP", process);
  }

  /** Lets it go on. */
  static void resume(ProcessHandle process) throws IOException {
    send("-CONT", process);
  }

  private static void send(String signal, ProcessHandle process) throws IOException {
    if (process.isAlive()) {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().onExit().join();
    }
  }
}
