package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Limits, whatever is asked of them, in whatever order, however late and often. */
final class LimitsPropertyTest {
  private static final List<String> RUNS = IntStream.range(0, 7).mapToObj(i -> "run" + i).toList();

  /** A request, or a pause, or another owner. */
  record Event(int kind, int run, int millis) {}

  @Provide
  Arbitrary<List<Event>> events() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 9),
            Arbitraries.integers().between(0, RUNS.size() - 1),
            Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.integers().between(0, 400)),
                Tuple.of(1, Arbitraries.integers().between(-5000, 25_000))))
        .as(Event::new)
        .list()
        .ofMaxSize(120);
  }

  @Provide
  Arbitrary<LimitSpec> specs() {
    Arbitrary<Integer> few = Arbitraries.integers().between(1, 3);
    Arbitrary<Long> times = Arbitraries.of(1L, 300L, 1000L);
    return Arbitraries.oneOf(
        few.map(n -> new LimitSpec("x", n, 0, 0)),
        Combinators.combine(few, times).as((n, per) -> new LimitSpec("x", 0, n, per)),
        Combinators.combine(few, few, times).as((n, r, per) -> new LimitSpec("x", n, r, per)));
  }

  @Property(tries = 500)
  void neverMoreThanItSaysAndAllComesBack(
      @ForAll("specs") LimitSpec spec, @ForAll("events") List<Event> events) {
    Watched watched = new Watched(spec);
    events.forEach(watched::happen);
    watched.end();
  }

  @Property(tries = 300)
  void turnsComeInTheOrderInWhichTheyWereAskedFor(
      @ForAll("specs") LimitSpec spec, @ForAll("events") List<Event> events) {
    Watched watched = new Watched(spec);
    for (Event event : events) {
      List<String> waiting = List.copyOf(watched.queue);
      watched.happen(event);
      // Who was offered something had nobody before it but such as went or were offered, too.
      List<String> offered = watched.limit.offered();
      List<String> left =
          waiting.stream().filter(run -> offered.contains(run) || watched.waits(run)).toList();
      List<String> known = offered.stream().filter(waiting::contains).toList();
      assertThat(left.subList(0, known.size())).isEqualTo(known);
    }
  }

  /** A limit, and what was seen of it. */
  private static final class Watched {
    final TestLimit limit;
    final List<String> queue = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private final Map<String, Long> tickets = new HashMap<>();

    Watched(LimitSpec spec) {
      limit = new TestLimit(spec);
    }

    boolean waits(String run) {
      return limit.stage(run) == PermitStage.WAITING;
    }

    void happen(Event event) {
      String run = RUNS.get(event.run);
      Map<String, PermitStage> before = stages();
      switch (event.kind) {
        case 0, 1, 2 -> known(run, limit.acquire(run));
        case 3, 4, 5 -> limit.take(run, tickets.getOrDefault(run, 0L));
        case 6, 7 -> limit.release(run);
        case 8 -> limit.reload();
        default -> limit.tick(limit.now + event.millis);
      }
      look(before, event.kind >= 3 && event.kind <= 5 ? run : "");
    }

    /** Some remember the ticket of an offer that is long over. */
    private void known(String run, PermitAnswer answer) {
      tickets.putIfAbsent(run, answer.ticket());
      if (answer.stage() == PermitStage.OFFERED) {
        tickets.put(run, answer.ticket());
      }
    }

    private void look(Map<String, PermitStage> before, String taker) {
      LimitSpec spec = limit.spec;
      Map<String, PermitStage> after = stages();
      long out = after.values().stream().filter(PermitStage::offered).count();
      if (spec.atMost() > 0) {
        assertThat(out).isLessThanOrEqualTo(spec.atMost());
      }
      for (String run : RUNS) {
        if (after.get(run) == PermitStage.TAKEN && before.get(run) != PermitStage.TAKEN) {
          assertThat(before.get(run)).as("only what was offered").isEqualTo(PermitStage.OFFERED);
          assertThat(run).as("by who asks for it").isEqualTo(taker);
          taken.add(limit.limit().taken().isEmpty() ? 0 : limit.limit().taken().last().at());
        }
      }
      queue.removeIf(run -> after.get(run) != PermitStage.WAITING);
      RUNS.stream()
          .filter(run -> after.get(run) == PermitStage.WAITING && !queue.contains(run))
          .forEach(queue::add);
      demandRate(spec);
    }

    private void demandRate(LimitSpec spec) {
      for (int i = 0; spec.rate() > 0 && i + spec.rate() < taken.size(); i++) {
        assertThat(taken.get(i + spec.rate()) - taken.get(i)).isGreaterThanOrEqualTo(spec.per());
      }
    }

    private Map<String, PermitStage> stages() {
      Map<String, PermitStage> stages = new HashMap<>();
      RUNS.forEach(run -> stages.put(run, limit.stage(run)));
      return stages;
    }

    /** Who has something gives it back; who does not take what is offered loses it. */
    void end() {
      stages()
          .forEach(
              (run, stage) -> {
                if (stage == PermitStage.TAKEN) {
                  limit.release(run);
                }
              });
      for (int i = 0; i < 100 && !limit.isForgotten(); i++) {
        limit.tick(Math.max(limit.now, limit.wake()));
      }
      assertThat(limit.isForgotten()).isTrue();
    }
  }
}
