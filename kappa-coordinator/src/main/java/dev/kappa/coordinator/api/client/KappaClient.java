package dev.kappa.coordinator.api.client;

import dev.kappa.coordinator.api.AcceptBody;
import dev.kappa.coordinator.api.HeldDocument;
import dev.kappa.coordinator.api.HeldPage;
import dev.kappa.coordinator.api.MoveBody;
import dev.kappa.coordinator.api.PermitJson;
import dev.kappa.coordinator.api.RunDocument;
import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import dev.kappa.wire.Rebinding;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A blocking client of a coordinator's HTTP API. Each request is tried again, with growing pauses,
 * while the coordinator does not answer or says that it can't now; each is safe to be sent twice.
 *
 * <p>All methods throw {@link dev.kappa.error.KappaException}: with the code that the coordinator
 * answered, or {@code COORDINATOR_UNREACHABLE} when the client's patience is at its end.
 */
public final class KappaClient implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Exchange exchange;

  /** A client of the coordinator at {@code address}. */
  public KappaClient(CoordinatorAddress address) {
    this(address, Patience.DEFAULT);
  }

  /** A client of the coordinator at {@code address} that waits for it as {@code patience} says. */
  public KappaClient(CoordinatorAddress address, Patience patience) {
    this(new Exchange(address, patience, Timeouts.OF_CLIENTS));
  }

  /**
   * {@return a client by which one coordinator asks another} It tries once, and what it asks is not
   * sent on.
   *
   * @param connect how long it waits for a connection
   * @param answer how long it waits for a whole answer, beside what it asks the other to wait
   * @param room one of these is held while an answer is read
   * @param peers the key by which is shown that a coordinator of the store asks
   * @param trust whose certificates it trusts, see {@link dev.kappa.wire.Trust}
   */
  public static KappaClient forwarding(
      URI other, Duration connect, Duration answer, Semaphore room, String peers, String trust) {
    Timeouts timeouts = new Timeouts(connect, answer);
    return new KappaClient(
        new Exchange(new Peer(other, trust), Patience.NONE, timeouts, peers, room));
  }

  private record Peer(URI url, String trust) implements CoordinatorAddress {}

  private KappaClient(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Starts a run. Without an idempotency key it gets a random one, so it starts once only. */
  public RunView start(StartRequest request) {
    String key = request.idempotencyKey();
    String body =
        Bodies.start(key == null ? request.withKey(UUID.randomUUID().toString()) : request);
    return read(exchange.post("/v1/runs", body), RunDocument::parse);
  }

  /** {@return the run as it is now} */
  public RunView find(String runId) {
    return read(exchange.get("/v1/runs/" + encode(runId)), RunDocument::parse);
  }

  /** {@return the run once it has ended, or as it is after {@code atMost}, 60 s at the longest} */
  public RunView await(String runId, Duration atMost) {
    Duration wait = atMost.compareTo(LONGEST_WAIT) < 0 ? atMost : LONGEST_WAIT;
    return read(
        exchange.get(
            "/v1/runs/%s/result?wait=%dms".formatted(encode(runId), wait.toMillis()), wait),
        RunDocument::parse);
  }

  /** Asks a run to end; answers the run as it is then. */
  public RunView cancel(String runId) {
    return read(exchange.post("/v1/runs/" + encode(runId) + "/cancel", ""), RunDocument::parse);
  }

  /** Ends a run at once, without its finalizers; answers the run as it is then. */
  public RunView terminate(String runId) {
    return read(exchange.post("/v1/runs/" + encode(runId) + "/terminate", ""), RunDocument::parse);
  }

  /** Completes a signal of a run; answers the run as it is then. */
  public RunView signal(String runId, String name, String json) {
    return read(
        exchange.post("/v1/runs/" + encode(runId) + "/signals/" + encode(name), json),
        RunDocument::parse);
  }

  /** {@return the runs that fit {@code filter}, newest first} */
  public List<RunView> list(RunFilter filter) {
    StringBuilder query = new StringBuilder("/v1/runs?limit=").append(filter.limit());
    if (filter.status() != null) {
      query.append("&status=").append(filter.status());
    }
    if (filter.workflow() != null) {
      query.append("&workflow=").append(encode(filter.workflow()));
    }
    return read(exchange.get(query.toString()), Bodies::runs);
  }

  /**
   * {@return what runs that have not ended hold of the application's code, a page of some runs}
   *
   * @param after {@link HeldPage#next} of the page before; null for the first
   */
  public HeldPage held(@Nullable String after) {
    String query = after == null ? "" : "?after=" + encode(after);
    return read(exchange.get("/v1/code" + query, LONGEST_WAIT), HeldDocument::parse);
  }

  /** Lets a run go on with another version of the code; answers the run as it is then. */
  public RunView move(String runId, String version) {
    return read(
        exchange.post("/v1/runs/" + encode(runId) + "/move", MoveBody.of(version)),
        RunDocument::parse);
  }

  /** Lets bodies of lambdas stand for others in a run; answers the run as it is then. */
  public RunView accept(String runId, List<Rebinding> rebindings) {
    return read(
        exchange.post("/v1/runs/" + encode(runId) + "/accept", AcceptBody.of(rebindings)),
        RunDocument::parse);
  }

  /** {@return what a run holds of the application's code} */
  public HeldPage heldBy(String runId) {
    return read(
        exchange.get("/v1/runs/" + encode(runId) + "/code", LONGEST_WAIT), HeldDocument::parse);
  }

  /** {@return the names of the application's workflows} */
  public List<String> workflows() {
    return read(exchange.get("/v1/workflows"), Bodies::workflows);
  }

  // ---- schedules

  /** Makes a schedule, or changes it. */
  public ScheduleView putSchedule(String name, String body, Schedules.Source source) {
    return read(exchange.put(schedulePath(name) + "?source=" + source, body), ScheduleView::parse);
  }

  /** {@return a schedule as it is now} */
  public ScheduleView schedule(String name) {
    return read(exchange.get(schedulePath(name)), ScheduleView::parse);
  }

  /** {@return all schedules, by name} */
  public List<ScheduleView> schedules() {
    return read(exchange.get("/v1/schedules"), ScheduleView::parseAll);
  }

  /** Lets a schedule start nothing, or go on. */
  public ScheduleView pauseSchedule(String name, boolean paused) {
    String action = paused ? "/pause" : "/resume";
    return read(exchange.post(schedulePath(name) + action, ""), ScheduleView::parse);
  }

  /** Starts a run of a schedule now: one for each key. */
  public ScheduleView triggerSchedule(String name, String key) {
    return read(
        exchange.post(schedulePath(name) + "/trigger?key=" + encode(key), ""), ScheduleView::parse);
  }

  /** Deletes a schedule; answers as it was. */
  public ScheduleView deleteSchedule(String name, Schedules.Source source) {
    return read(exchange.delete(schedulePath(name) + "?source=" + source), ScheduleView::parse);
  }

  // ---- limits

  /** Asks the limit that another coordinator has. {@return how far the permit is} */
  public PermitAnswer askLimit(PermitRequest request) {
    String path = "/v1/limits/" + encode(request.limit().name()) + "/permits";
    return read(exchange.post(path, PermitJson.of(request)), PermitJson::answer);
  }

  /** Tells a run that another coordinator has that a permit is offered to it. */
  public void offered(String runId, String task) {
    exchange.post("/v1/runs/" + encode(runId) + "/permits/" + encode(task), "");
  }

  private <T> T read(String body, Function<String, T> how) {
    return Bodies.read(exchange.url(), body, how);
  }

  private static String schedulePath(String name) {
    return "/v1/schedules/" + encode(name);
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Ends the client's connections. */
  @Override
  public void close() {
    exchange.close();
  }
}
