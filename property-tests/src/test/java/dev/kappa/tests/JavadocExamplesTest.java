package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Barrier;
import dev.kappa.Channel;
import dev.kappa.Fan;
import dev.kappa.Latch;
import dev.kappa.Lock;
import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.RunFuture;
import dev.kappa.Semaphore;
import dev.kappa.Signal;
import dev.kappa.Step;
import dev.kappa.Task;
import dev.kappa.Task2;
import dev.kappa.Task3;
import dev.kappa.Task4;
import dev.kappa.TaskFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of the language are code that is compiled and run. */
final class JavadocExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\R(.*?)\\R\\s*\\* }</pre>", Pattern.DOTALL);

  private static final List<Path> LANGUAGE = files("kappa-dsl/src/main/java/dev/kappa", 1);

  private static final List<String> TESTS =
      Stream.of("kappa-dsl/src/test", "property-tests/src/test", "apps/src")
          .flatMap(directory -> files(directory, Integer.MAX_VALUE).stream())
          .map(JavadocExamplesTest::code)
          .toList();

  private static List<Path> files(String directory, int depth) {
    try (Stream<Path> files = Files.walk(Kappa.ROOT.resolve(directory), depth)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without comments, and however it is broken into lines. */
  private static String code(Path file) {
    return flat(Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL).matcher(text(file)).replaceAll(""));
  }

  private static String flat(String code) {
    return code.replaceAll("(?m)\\s// .*$", "").replaceAll("\\s+", "");
  }

  private static Stream<String> examples() {
    return LANGUAGE.stream()
        .flatMap(file -> EXAMPLE.matcher(text(file)).results())
        .map(found -> found.group(1).replaceAll("(?m)^\\s*\\* ?", ""));
  }

  @Test
  void examplesAreInATest() {
    assertThat(examples())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            example ->
                assertThat(TESTS.stream().anyMatch(test -> test.contains(flat(example))))
                    .as("some test has:%n%s", example)
                    .isTrue());
  }

  @Test
  void eachWordIsInAnExample() {
    String all = String.join("\n", examples().toList());
    assertThat(
            Stream.of(
                Task.class,
                Channel.class,
                TaskFuture.class,
                RunFuture.class,
                Signal.class,
                Lock.class,
                Semaphore.class,
                Latch.class,
                Barrier.class,
                Task2.class,
                Task3.class,
                Task4.class,
                Loop.class,
                Retry.class,
                Fan.class,
                Step.class))
        .flatMap(type -> List.of(type.getDeclaredMethods()))
        .filteredOn(JavadocExamplesTest::isWord)
        .extracting(Method::getName)
        .allSatisfy(word -> assertThat(all).containsPattern("(\\.|::|>)" + word + "\\b"));
  }

  private static boolean isWord(Method method) {
    boolean isOfARecord =
        method.getDeclaringClass().isRecord()
            && ((method.getParameterCount() == 0 && !Task.class.equals(method.getReturnType()))
                || List.of("equals", "hashCode", "toString").contains(method.getName()));
    boolean isAnId = method.getName().equals("id");
    return Modifier.isPublic(method.getModifiers())
        && !method.isSynthetic()
        && !isOfARecord
        && !isAnId;
  }
}
