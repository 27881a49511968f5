package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.InvokeOutcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Invocations that do what the test does in their name. */
final class TestPlatform extends QuietPlatform {
  private final Deque<Invoked> invocations = new ArrayDeque<>();

  private final Set<String> kept = new HashSet<>();
  private final Deque<Invoked> residents = new ArrayDeque<>();
  private boolean startsResidents;
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

  /** From now on it starts processes for resident tasks. */
  void startResidents() {
    startsResidents = true;
  }

  /** {@return the processes for resident tasks that were started and not taken} */
  Deque<Invoked> residents() {
    return residents;
  }

  @Override
  public @Nullable CompletableFuture<InvokeOutcome> startResident(String asked, byte[] invitation) {
    if (!startsResidents) {
      return null;
    }
    Invoked started = new Invoked(id(invitation), asked, new CompletableFuture<>());
    residents.add(started);
    return started.end();
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
    CompletableFuture<InvokeOutcome> end = new CompletableFuture<>();
    invocations.add(new Invoked(id(payload), asked, end));
    return end;
  }

  private static String id(byte[] payload) {
    String json = new String(payload, StandardCharsets.UTF_8);
    return JsonMapper.shared().readTree(json).required("invocation").stringValue();
  }
}
