package dev.kappa.handler;

import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Does once, within this process and to nobody's knowledge, what a worker does with tasks: so all
 * that it needs is loaded before the first of them comes. It takes some hundreds of milliseconds,
 * and is for processes of which an image is kept: snapshots of AWS Lambda, and archives of classes.
 * It leaves no connection, thread or file, and runs nothing of the application.
 */
final class Rehearsal {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String NOWHERE = "http://127.0.0.1";

  private final Worker worker;

  Rehearsal() {
    this.worker =
        new Worker(
            RehearsedWorkflow.workflows(),
            Rehearsal.class.getClassLoader(),
            "rehearsal",
            Path.of("."));
  }

  /**
   * Does it.
   *
   * @return what the worker answered: once in each of the ways to work
   * @throws IOException if there is no loopback address
   */
  List<String> run() throws IOException {
    return List.of(text(describe()), text(connected()), text(returning()));
  }

  private byte[] describe() {
    return handle("{\"action\":\"describe\"}");
  }

  /** As a worker that calls back. */
  private byte[] connected() throws IOException {
    List<Assignment> tasks =
        Stream.of(RehearsedWorkflow.STEPS, RehearsedWorkflow.FAILURE, RehearsedWorkflow.CHILDREN)
            .map(Rehearsal::task)
            .toList();
    try (RehearsedCoordinator coordinator = new RehearsedCoordinator(tasks)) {
      return handle(
          """
          {"action":"work","host":"127.0.0.1","port":%d,"token":"","invocation":"","api":"%s"}"""
              .formatted(coordinator.port(), NOWHERE));
    }
  }

  /** As a worker that returns what it did. */
  private byte[] returning() {
    ByteWriter task = Message.frame(new Message.Assigned(task(RehearsedWorkflow.TURN)));
    return handle(
        """
        {"action":"turn","version":%d,"api":"%s","begun":false,"careful":false,"whole":true,"messages":"%s"}"""
            .formatted(
                Message.VERSION, NOWHERE, Base64.getEncoder().encodeToString(task.toBytes())));
  }

  private byte[] handle(String order) {
    return worker.handle(order.getBytes(StandardCharsets.UTF_8), Deadline.in(LIMIT));
  }

  private static Assignment task(String workflow) {
    byte[] input = RehearsedWorkflow.INPUT.getBytes(StandardCharsets.UTF_8);
    return new Assignment(
        new AttemptRef("rehearsal", Handle.ROOT, 1),
        1,
        0,
        0,
        0,
        List.of(),
        new Next.Enter(workflow, input),
        0,
        0,
        Extent.NONE,
        false,
        false,
        workflow,
        null);
  }

  private static String text(byte[] answer) {
    return new String(answer, StandardCharsets.UTF_8);
  }
}
