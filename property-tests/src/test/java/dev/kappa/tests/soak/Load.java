package dev.kappa.tests.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Clients, each of which starts one run after the other and waits for its end. A start is repeated
 * until it is acknowledged.
 */
final class Load {
  private static final int EACH_IN_DOUBT = 5;
  private static final int LETTER_MILLIS = 200;
  private static final long FOREVER_NANOS = Duration.ofDays(30).toNanos();

  private final AnyCoordinator coordinators;
  private final Findings findings;
  private final IntFunction<Spec> specs;
  private final boolean mayForget;
  private final AtomicInteger numbers = new AtomicInteger();
  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean over;
  private volatile long deadline = System.nanoTime() + FOREVER_NANOS;

  /**
   * @param mayForget whether the store may lose what it acknowledged: then a run that is not known
   *     any more is started again
   */
  Load(AnyCoordinator coordinators, Findings findings, IntFunction<Spec> specs, boolean mayForget) {
    this.coordinators = coordinators;
    this.findings = findings;
    this.specs = specs;
    this.mayForget = mayForget;
  }

  /** {@return runs of all kinds that there can be} */
  static IntFunction<Spec> mixed(SoakSettings settings, Path directory) {
    return number -> Spec.of(settings, number, directory);
  }

  void start(int count) {
    for (int i = 0; i < count; i++) {
      clients.add(Thread.ofVirtual().start(this::work));
    }
  }

  /** No more runs are started; those that there are must end in time. */
  List<Ended> finish(Duration bound) throws InterruptedException {
    deadline = System.nanoTime() + bound.toNanos();
    over = true;
    for (Thread client : clients) {
      client.join();
    }
    return List.copyOf(ended);
  }

  /** {@return how many runs were to be started} */
  int keys() {
    return numbers.get();
  }

  private void work() {
    while (!over) {
      int number = numbers.getAndIncrement();
      Spec spec = specs.apply(number);
      try {
        run(spec, number);
      } catch (RuntimeException | AssertionError e) {
        findings.wrong(spec + ": " + e);
      }
    }
  }

  private void run(Spec spec, int number) {
    String run = begin(spec);
    if (number % EACH_IN_DOUBT == 0 && !mayForget) {
      startAgain(spec, run);
    }
    for (int letter = 0; letter < spec.letters(); letter++) {
      sleep(LETTER_MILLIS);
      send(spec, run, letter);
    }
    if (spec.cancelAfter() >= 0) {
      sleep(spec.cancelAfter());
      cancel(run);
    }
    await(spec, run);
  }

  private String begin(Spec spec) {
    AnyCoordinator.Answer answer = coordinators.post("/v1/runs", spec.request());
    if (!answer.isGood()) {
      throw new AssertionError("the start was answered " + answer);
    }
    findings.count("starts acknowledged", 1);
    return answer.body().get("runId").stringValue();
  }

  /** A client that did not hear the answer asks again: there must be one run. */
  private void startAgain(Spec spec, String run) {
    AnyCoordinator.Answer same = coordinators.post("/v1/runs", spec.request());
    if (!same.isGood() || !same.body().get("runId").stringValue().equals(run)) {
      findings.wrong(spec + " is run " + run + ", and the same start was answered " + same);
    }
    AnyCoordinator.Answer other = coordinators.post("/v1/runs", spec.otherRequest());
    if (other.status() != 409) {
      findings.wrong(spec + ": another input under its key was answered " + other);
    }
  }

  /** Some come twice; and what comes under the same name with something else is refused. */
  private void send(Spec spec, String run, int letter) {
    for (int time = 0; time <= letter % 2; time++) {
      AnyCoordinator.Answer answer = signal(run, letter, spec.letter(letter));
      // An answer may be lost, and the run be over when it is asked again.
      if (!answer.isGood() && !answer.hasCode("KAPPA-110") && !forgotten(answer)) {
        findings.wrong("%s: signal %d was answered %s".formatted(spec, letter, answer));
      }
    }
    AnyCoordinator.Answer other = signal(run, letter, spec.letter(letter) + 1);
    if (other.status() != 409 && !forgotten(other)) {
      findings.wrong("%s: another signal %d was answered %s".formatted(spec, letter, other));
    }
    findings.count("signals sent", 1);
  }

  private AnyCoordinator.Answer signal(String run, int letter, int value) {
    return coordinators.post(
        "/v1/runs/%s/signals/letter-%d".formatted(run, letter), Integer.toString(value));
  }

  private boolean forgotten(AnyCoordinator.Answer answer) {
    return mayForget && answer.status() == 404;
  }

  private void cancel(String run) {
    AnyCoordinator.Answer answer = coordinators.post("/v1/runs/" + run + "/cancel", "");
    if (!answer.isGood() && !forgotten(answer)) {
      throw new AssertionError("the cancellation was answered " + answer);
    }
    findings.count("runs cancelled", 1);
  }

  private void await(Spec spec, String run) {
    while (System.nanoTime() - deadline < 0) {
      AnyCoordinator.Answer answer = coordinators.get("/v1/runs/" + run + "/result?wait=3s");
      if (answer.status() == 200) {
        findings.count("runs ended", 1);
        ended.add(new Ended(spec, run, answer.body()));
        return;
      }
      if (answer.status() == 404 && mayForget) {
        findings.count("runs forgotten", 1);
        begin(spec);
      } else if (answer.status() != 202) {
        throw new AssertionError(
            "its start was acknowledged as run " + run + ", whose result was answered " + answer);
      }
    }
    throw new AssertionError("run " + run + " has not ended in time");
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
