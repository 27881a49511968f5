package dev.kappa.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Task;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Workflows of which plain Java knows the result. */
final class Programs {
  /** How far those in a line are apart. */
  static final Duration PLACE = Duration.ofMinutes(5);

  /** All of them but {@link Plans}, each of a size by chance. */
  private static final List<Function<Random, Program>> ALL =
      List.of(
          random -> TaskPrograms.fibonacci(random.nextInt(8)),
          random ->
              ChannelPrograms.queue(
                  1 + random.nextInt(4),
                  random.nextInt(6),
                  1 + random.nextInt(4),
                  List.of(0, 0, 1, 2, 5).get(random.nextInt(5))),
          random ->
              TaskPrograms.tree(random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3)),
          random ->
              ChoicePrograms.gathering(1 + random.nextInt(3), random.nextInt(5), random.nextInt(3)),
          random ->
              ChoicePrograms.impatient(
                  1 + random.nextInt(3), random.nextInt(4), 1 + random.nextInt(3)),
          random -> ChoicePrograms.signalled(random.nextInt(4)),
          random -> ExtentPrograms.scoped(random.nextInt(4), 2, random.nextInt(3000)),
          random -> ExtentPrograms.race(1 + random.nextInt(4)),
          random -> ExtentPrograms.trip(random.nextInt(6), random.nextBoolean()),
          random -> ChannelPrograms.counter(1 + random.nextInt(5), random.nextInt(5)),
          random -> ChannelPrograms.pingPong(random.nextInt(12)),
          random -> FailurePrograms.errors(),
          random -> TimePrograms.naps(random.ints(4, 0, 3000).boxed().toList()),
          random -> TaskPrograms.deep(random.nextInt(50)),
          random -> TaskPrograms.heavy(random.nextInt(15), 1 + random.nextInt(3)),
          random -> ChannelPrograms.abandoned(1 + random.nextInt(3)),
          random -> ChannelPrograms.leftInChannel(random.nextInt(6)),
          random -> TaskPrograms.shared(1 + random.nextInt(4)),
          random -> HandlePrograms.requests(random.nextInt(8)),
          random -> HandlePrograms.parcels(random.nextInt(8), random.nextInt(4)),
          random -> HandlePrograms.relay(random.nextInt(6)));

  private Programs() {}

  /** {@return one of them by chance, or one that is drawn} */
  static Program any(Random random, Supplier<Program> drawn) {
    int chosen = random.nextInt(ALL.size() + 1);
    return chosen == ALL.size() ? drawn.get() : ALL.get(chosen).apply(random);
  }

  static Program program(String name, Task<?> task, Object expected) {
    return new Program(name, task, result -> assertThat(result).isEqualTo(expected.toString()));
  }

  static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  static int total(List<Integer> numbers) {
    return numbers.stream().mapToInt(n -> n).sum();
  }

  static List<String> names(int count) {
    return range(count).stream().map(i -> "m" + i).toList();
  }
}
