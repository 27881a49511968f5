package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.InvokeOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.json.JsonMapper;

/** Invocations that do what the test does in their name. */
final class TestPlatform extends QuietPlatform {
  private final Deque<Invoked> invocations = new ArrayDeque<>();

  private final Set<String> kept = new HashSet<>();
  private String version = "";

  /** One invocation: its id, the version of the code, and how it ends. */
  record Invoked(String id, String version, CompletableFuture<InvokeOutcome> end) {}

  /** From now on there are versions of the code: new runs begin with {@code present}. */
  void versions(String present, String... others) {
    version = present;
    kept.clear();
    kept.addAll(List.of(others));
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean has(String asked) {
    return asked.equals(version) || kept.contains(asked);
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(byte[] payload) {
    return invoke(version, payload);
  }

  /** {@return the oldest invocation that was not taken yet} */
  Invoked take() {
    return invocations.remove();
  }

  int waiting() {
    return invocations.size();
  }

  @Override
  public CompletableFuture<InvokeOutcome> invoke(String asked, byte[] payload) {
    String json = new String(payload, StandardCharsets.UTF_8);
    String id = JsonMapper.shared().readTree(json).required("invocation").stringValue();
    CompletableFuture<InvokeOutcome> end = new CompletableFuture<>();
    invocations.add(new Invoked(id, asked, end));
    return end;
  }
}
