package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kappa.coordinator.api.RunView;
import dev.kappa.coordinator.api.Runs;
import dev.kappa.coordinator.api.StartRequest;
import dev.kappa.coordinator.core.Command;
import dev.kappa.coordinator.core.Reply;
import dev.kappa.coordinator.core.RunState;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs have to do with other runs: those are started, told to end, and asked what they came
 * to, wherever they are; and with limits, which are asked for permits. All is asked again until it
 * is answered; what was answered goes into the run that wants to know, by a command. Everything
 * here can be lost: it is begun anew from the run, when that is loaded. The run itself may leave
 * memory meanwhile.
 */
final class Errands {
  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

  /** So many answers are waited for at once. */
  private static final int MOST = 256;

  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 10_000;

  /** With many errands, each has to be patient: so many milliseconds for each. */
  private static final long SHARE = 4;

  private final ScheduledExecutorService loop;
  private final Engine engine;
  private final Time time;
  private final CompletableFuture<Runs> everywhere = new CompletableFuture<>();
  private final Map<Id, Errand> all = new LinkedHashMap<>();
  private final Map<String, Set<Errand>> byOther = new HashMap<>();
  private final Deque<Errand> ready = new ArrayDeque<>();
  private int underWay;

  private record Id(String run, Handle task) {}

  /** One of them. */
  private static final class Errand {
    final Id id;
    final long since;
    Next.Abroad what;
    boolean busy;
    int failures;

    /** Counts the times that it was planned: of these, the last one counts. */
    long plan;

    Errand(Id id, Next.Abroad what, long since) {
      this.id = id;
      this.what = what;
      this.since = since;
    }
  }

  Errands(ScheduledExecutorService loop, Engine engine, Time time) {
    this.loop = loop;
    this.engine = engine;
    this.time = time;
  }

  /** Says where all runs are asked, and begins. */
  void open(Runs runs) {
    everywhere.complete(runs);
    begin();
  }

  // ---- which there are

  /** Goes on with those of a run that was loaded. */
  void adopt(RunState run) {
    List<Errand> found = new ArrayList<>();
    for (Handle task : run.elsewhere()) {
      Next.Abroad what = run.elsewhere(task);
      if (what != null && !isHeld(what)) {
        found.add(noted(run.id(), task, what));
      }
    }
    // All are known before one begins: a signal has to see that its run is still to be started.
    found.forEach(this::hurry);
  }

  /** Of a permit that the run has, nothing is to be said. */
  private static boolean isHeld(Next.Abroad what) {
    return what instanceof Next.Permit permit && !permit.toBeSent();
  }

  /** There is something to be done, as is durable by now. */
  void add(String run, Handle task, Next.Abroad what) {
    hurry(noted(run, task, what));
  }

  private Errand noted(String run, Handle task, Next.Abroad what) {
    Id id = new Id(run, task);
    Errand known = all.get(id);
    if (known != null) {
      known.what = both(known.what, what);
      return known;
    }
    Errand errand = new Errand(id, what, time.now());
    all.put(id, errand);
    byOther.computeIfAbsent(what.run(), other -> new LinkedHashSet<>()).add(errand);
    return errand;
  }

  private static Next.Abroad both(Next.Abroad known, Next.Abroad what) {
    if (known instanceof Next.Elsewhere one && what instanceof Next.Elsewhere other) {
      return one.withCancel(one.cancel() || other.cancel());
    }
    return what instanceof Next.Permit ? what : known;
  }

  /** A run has ended here: who wants to know need not wait. */
  void ended(String other) {
    byOther.getOrDefault(other, Set.of()).forEach(this::hurry);
  }

  /** Runs are no more here. */
  void forget(Predicate<String> runs) {
    List.copyOf(all.values()).stream()
        .filter(errand -> runs.test(errand.id.run))
        .forEach(this::remove);
  }

  private void remove(Errand errand) {
    if (all.remove(errand.id, errand)) {
      Set<Errand> others = byOther.getOrDefault(errand.what.run(), new LinkedHashSet<>());
      others.remove(errand);
      if (others.isEmpty()) {
        byOther.remove(errand.what.run());
      }
    }
  }

  private boolean isOpen(Errand errand) {
    return all.get(errand.id) == errand;
  }

  // ---- when

  private void hurry(Errand errand) {
    errand.plan++;
    if (!errand.busy) {
      errand.busy = true;
      ready.add(errand);
      begin();
    }
  }

  private void later(Errand errand) {
    long waited = time.now() - errand.since;
    long pause = errand.failures > 0 ? FIRST_PAUSE << Math.min(errand.failures, 7) : waited / 8;
    long least = Math.max(FIRST_PAUSE, Math.min(LONGEST_PAUSE, pause));
    errand.plan++;
    long plan = errand.plan;
    Runnable again =
        () -> {
          if (isOpen(errand) && errand.plan == plan) {
            hurry(errand);
          }
        };
    // Who waits for a permit asks again before it can be offered and lost.
    long share = SHARE * all.size();
    long fair = errand.what instanceof Next.Permit ? Math.min(LONGEST_PAUSE, share) : share;
    loop.schedule(again, Math.max(least, fair), TimeUnit.MILLISECONDS);
  }

  private void begin() {
    Runs runs = everywhere.getNow(null);
    while (runs != null && underWay < MOST && !ready.isEmpty()) {
      Errand errand = ready.remove();
      if (isOpen(errand)) {
        go(errand, runs);
      }
    }
  }

  // ---- what

  private void go(Errand errand, Runs runs) {
    if (errand.what instanceof Next.Tell && isStillToBeStarted(errand)) {
      errand.busy = false;
      later(errand);
      return;
    }
    underWay++;
    long plan = errand.plan;
    switch (errand.what) {
      case Next.Elsewhere w -> ask(errand, w, () -> ask(w, runs), it -> heard(errand, w, plan, it));
      case Next.Tell w ->
          ask(
              errand,
              w,
              () -> runs.signal(w.run(), w.signal(), new String(w.json(), UTF_8)),
              view -> over(errand, new Next.Completed(Payload.NONE, null)));
      case Next.Permit w ->
          ask(
              errand,
              w,
              () -> runs.limits().ask(PermitRequest.of(errand.id.run, errand.id.task, w)),
              answer -> heard(errand, w, plan, answer));
    }
  }

  private <T> void ask(
      Errand errand, Next.Abroad what, Supplier<CompletableFuture<T>> request, Consumer<T> heard) {
    CompletableFuture<T> answer;
    try {
      answer = request.get();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenCompleteAsync((said, error) -> answered(errand, what, heard, said, error), loop);
  }

  /** Whether the run that a signal is for is one that this run starts, and that has not begun. */
  private boolean isStillToBeStarted(Errand signal) {
    return byOther.getOrDefault(signal.what.run(), Set.of()).stream()
        .filter(errand -> errand.id.run.equals(signal.id.run))
        .anyMatch(errand -> errand.what instanceof Next.Elsewhere start && start.input() != null);
  }

  private static CompletableFuture<RunView> ask(Next.Elsewhere what, Runs runs) {
    byte[] input = what.input();
    if (input != null) {
      return runs.start(StartRequest.compact(what.workflow(), input, what.key(), what.priority()));
    }
    return what.cancel() ? runs.cancel(what.run()) : runs.find(what.run());
  }

  private <T> void answered(
      Errand errand,
      Next.Abroad asked,
      Consumer<T> heard,
      @Nullable T said,
      @Nullable Throwable error) {
    underWay--;
    errand.busy = false;
    if (isOpen(errand)) {
      if (said != null) {
        errand.failures = 0;
        heard.accept(said);
      } else {
        failed(errand, asked, error);
      }
    }
    begin();
  }

  private void heard(Errand errand, Next.Elsewhere asked, long plan, RunView view) {
    if (asked.input() != null && errand.what instanceof Next.Elsewhere known) {
      errand.what = known.started();
      hurrySignals(errand);
      tell(errand, new Command.Told(errand.id.task, false));
    } else if (asked.cancel() && errand.what instanceof Next.Elsewhere known) {
      errand.what = known.withCancel(false);
      tell(errand, new Command.Told(errand.id.task, true));
    }
    if (errand.what.toBeSent() || (errand.plan != plan && !view.status().ended())) {
      hurry(errand);
    } else if (view.status().ended()) {
      over(errand, Outcomes.of(view));
    } else {
      later(errand);
    }
  }

  // ---- permits of limits

  private void heard(Errand errand, Next.Permit asked, long plan, PermitAnswer answer) {
    boolean waits = !answer.settles(asked.stage());
    if (!errand.what.equals(asked) || (waits && errand.plan != plan)) {
      hurry(errand);
    } else if (waits) {
      later(errand);
    } else {
      // What is to be said next comes with what this changes, when that is durable.
      remove(errand);
      tell(
          errand,
          new Command.Permitted(errand.id.task, asked.stage(), answer.stage(), answer.ticket()));
    }
  }

  /** A limit that is here offers a permit: whoever wants it hears that. */
  void offered(String permit) {
    Runs runs = everywhere.getNow(null);
    if (runs != null) {
      int slash = permit.lastIndexOf('/');
      var unused = runs.limits().offered(permit.substring(0, slash), permit.substring(slash + 1));
    }
  }

  /** There is news for a task of a run, if that is here. */
  void hurry(String run, Handle task) {
    Errand errand = all.get(new Id(run, task));
    if (errand != null) {
      hurry(errand);
    }
  }

  // ---- what was heard

  /** A run was started: signals that this one has for it need not wait. */
  private void hurrySignals(Errand started) {
    byOther.getOrDefault(started.what.run(), Set.of()).stream()
        .filter(errand -> errand.what instanceof Next.Tell)
        .toList()
        .forEach(this::hurry);
  }

  private void failed(Errand errand, Next.Abroad asked, @Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException e ? e.getCause() : error;
    Next.End end = Outcomes.of(asked, cause);
    if (end != null) {
      over(errand, end);
      return;
    }
    if (errand.failures == 0) {
      LOG.info("run {}: run {} does not answer: {}", errand.id.run, asked.run(), cause);
    }
    errand.failures++;
    later(errand);
  }

  /** All is known: the run that waits hears it. */
  private void over(Errand errand, Next.End end) {
    remove(errand);
    hurrySignals(errand);
    tell(errand, new Command.Heard(errand.id.task, end));
  }

  private void tell(Errand errand, Command command) {
    engine
        .commands()
        .submit(
            errand.id.run,
            command,
            reply -> {
              if (reply instanceof Reply.Broken broken) {
                LOG.error("run {}: {}", errand.id.run, broken.message());
              }
            });
  }

  void close() {
    all.clear();
    byOther.clear();
    ready.clear();
  }
}
