package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.platform.InvokeError;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.platform.Platform;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resident workers: of which versions of the code there are some, and processes for those of which
 * there are none, where the platform starts such. A worker that goes from one coordinator to the
 * next is here as long as it was seen a while ago. Used on the engine's loop.
 */
final class Residents {
  /** So long one is counted that was here: it asks other coordinators, too. */
  static final long SEEN_MILLIS = 15_000;

  /** So long all that are connected may be busy, or ending, before that is told. */
  private static final long BUSY_MILLIS = 60_000;

  /** So long a process may take to come before that is told. */
  private static final long START_MILLIS = 15_000;

  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final Logger LOG = LoggerFactory.getLogger(Residents.class);

  private final ScheduledExecutorService loop;
  private final Platform platform;
  private final Invitations invitations;
  private final Time time;
  private final BiConsumer<String, InvokeOutcome> ended;
  private final Runnable look;
  private final Map<String, Long> seen = new HashMap<>();
  private final Map<String, Long> missing = new HashMap<>();
  private final Map<String, Started> processes = new HashMap<>();

  /** One that this coordinator has started, or is to start again after a pause. */
  private static final class Started {
    /** Also while it is not to be started yet, and where nobody starts any. */
    boolean running;

    boolean starts;
    long pauseMillis = FIRST_PAUSE_MILLIS;
  }

  /**
   * Begins.
   *
   * @param ended is told that a process has ended that was started under a name
   * @param look looks for what is to be wanted again
   */
  Residents(
      ScheduledExecutorService loop,
      Platform platform,
      Invitations invitations,
      Time time,
      BiConsumer<String, InvokeOutcome> ended,
      Runnable look) {
    this.loop = loop;
    this.platform = platform;
    this.invitations = invitations;
    this.time = time;
    this.ended = ended;
    this.look = look;
  }

  /** A worker is here and takes tasks: it has just come, or waits for one. */
  void came(Worker worker) {
    seen.put(worker.version(), time.now());
    missing.remove(worker.version());
    Started process = processes.get(worker.version());
    if (process != null) {
      process.pauseMillis = FIRST_PAUSE_MILLIS;
    }
  }

  /** {@return whether workers of a version take tasks here, or did a moment ago} */
  boolean have(String version) {
    Long at = seen.get(version);
    return at != null && time.now() - at <= SEEN_MILLIS;
  }

  /**
   * {@return whether no workers of a version take tasks here, nor are likely to in a moment}
   *
   * @param busy whether some are connected that have tasks
   */
  boolean areMissing(String version, boolean busy) {
    Started process = processes.get(version);
    boolean starts = process != null && process.starts;
    long patience = busy ? BUSY_MILLIS : starts ? START_MILLIS : 0;
    return !have(version) && time.now() - missingSince(version) >= patience;
  }

  /** {@return since when workers of a version are wanted and not here} */
  long missingSince(String version) {
    return missing.getOrDefault(version, time.now());
  }

  /** Tasks wait for workers of a version. */
  void want(String version) {
    if (have(version)) {
      return;
    }
    missing.putIfAbsent(version, time.now());
    Started process = processes.computeIfAbsent(version, v -> new Started());
    if (!process.running) {
      start(version, process);
    }
  }

  private void start(String version, Started process) {
    Invitations.Invitation invitation = invitations.nextResident(time.now());
    CompletableFuture<InvokeOutcome> end = platform.startResident(version, invitation.payload());
    process.running = true;
    if (end == null) {
      return;
    }
    process.starts = true;
    LOG.info("a process for resident tasks is started");
    end.whenComplete(
        (how, error) ->
            loop.execute(
                () -> {
                  InvokeOutcome known =
                      how == null
                          ? new InvokeOutcome.Failed(InvokeError.NO_ANSWER, String.valueOf(error))
                          : how;
                  over(version, process, invitation.id(), known);
                }));
  }

  private void again(Started process) {
    process.running = false;
    look.run();
  }

  /** It may have ended since it had nothing to do; else the next one comes after a pause. */
  private void over(String version, Started process, String id, InvokeOutcome how) {
    LOG.info("the process for resident tasks has ended: {}", how);
    seen.remove(version);
    long pause = process.pauseMillis;
    process.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
    loop.schedule(() -> again(process), pause, TimeUnit.MILLISECONDS);
    ended.accept(id, how);
  }
}
