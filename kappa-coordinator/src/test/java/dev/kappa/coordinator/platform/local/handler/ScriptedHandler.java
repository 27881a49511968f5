package dev.kappa.coordinator.platform.local.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Does what its input says: a JSON string of a verb and, after a colon, its argument. Answers with
 * a JSON string.
 */
public final class ScriptedHandler implements RequestStreamHandler {
  private int calls;

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    calls++;
    String input = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
    int colon = input.indexOf(':');
    String verb = colon < 0 ? input : input.substring(0, colon);
    String argument = colon < 0 ? "" : input.substring(colon + 1);
    out.write(('"' + act(verb, argument, context) + '"').getBytes(StandardCharsets.UTF_8));
  }

  private String act(String verb, String argument, Context context) throws IOException {
    return switch (verb) {
      case "echo" -> argument;
      case "pid" -> ProcessHandle.current().pid() + " " + calls;
      case "throw" -> throw new IllegalStateException(argument);
      case "exit" -> exit(Integer.parseInt(argument));
      case "fill" -> "" + fill().size();
      case "hang" -> hang(argument);
      case "large" -> "x".repeat(Integer.parseInt(argument));
      case "print" -> print(argument);
      case "env" -> String.valueOf(System.getenv(argument));
      case "meet" -> meet(argument);
      case "write" -> Files.writeString(Path.of(argument), "written").toString();
      case "child" -> "" + new ProcessBuilder("sleep", argument).start().pid();
      case "remaining" -> "" + context.getRemainingTimeInMillis();
      case "memory" -> Runtime.getRuntime().maxMemory() + " " + context.getMemoryLimitInMB();
      case "directory" -> Path.of("").toAbsolutePath().toString();
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private static String exit(int status) {
    System.exit(status);
    return "";
  }

  private static List<byte[]> fill() {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new byte[8 * 1024 * 1024]);
    }
    return all;
  }

  /** Says in a file that it was reached, then never returns. */
  private static String hang(String file) throws IOException {
    if (!file.isEmpty()) {
      Files.writeString(Path.of(file), "" + ProcessHandle.current().pid());
    }
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  private static String print(String text) {
    System.out.println(text);
    return text;
  }

  /** Leaves a mark in a directory, and returns when there are as many marks as it was told. */
  private static String meet(String countAndDirectory) throws IOException {
    String[] parts = countAndDirectory.split("@", 2);
    Path directory = Path.of(parts[1]);
    Files.writeString(directory.resolve("" + ProcessHandle.current().pid()), "");
    while (true) {
      try (var marks = Files.list(directory)) {
        if (marks.count() >= Integer.parseInt(parts[0])) {
          return "" + ProcessHandle.current().pid();
        }
      }
      Thread.onSpinWait();
    }
  }
}
