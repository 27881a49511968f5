package dev.kappa.coordinator.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The user's side of the program.
 *
 * @param out standard output: results and documents only
 * @param err standard error: all else
 * @param in standard input
 * @param asks whether the user can be asked: standard input and error are a terminal
 * @param draws whether standard error is a terminal, so that a bar can be drawn
 * @param columns the terminal's width in characters
 */
public record Terminal(
    PrintStream out, PrintStream err, BufferedReader in, boolean asks, boolean draws, int columns) {
  private static final int USUAL_COLUMNS = 80;

  /**
   * {@return this process's terminal} The launcher script says in system properties what is a
   * terminal, since Java can't tell for standard error.
   */
  public static Terminal ofProcess() {
    String known = System.getProperty("kappa.terminal", "");
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), charset())),
        known.contains("asks"),
        known.contains("draws"),
        Integer.getInteger("kappa.terminal.columns", USUAL_COLUMNS));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static Charset charset() {
    return Charset.forName(System.getProperty("stdin.encoding", "UTF-8"), StandardCharsets.UTF_8);
  }
}
