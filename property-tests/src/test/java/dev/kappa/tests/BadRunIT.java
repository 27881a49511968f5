package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.tests.app.TestApplication;
import dev.kappa.tests.extent.OneMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Runs that can't succeed, on one coordinator: a stable code, the place, and what to do. */
final class BadRunIT {
  private static final String ORDER =
      """
      {"name":"Ada","gift":true,"price":1.5,"colour":"RED","items":[{"name":"pen","count":2}]}""";

  @TempDir private static Path directory;
  private static Kappa kappa = Kappa.onNewData();

  @BeforeAll
  static void startCoordinator() {
    Path jar = TestJar.write(directory.resolve("app.jar"), TestApplication.class.getName());
    kappa.startCoordinator("--jar", jar.toString(), "--concurrency", "2");
  }

  @AfterAll
  static void stop() {
    kappa.close();
  }

  // ---- names and inputs

  @Test
  void unknownWorkflowListsTheKnownOnesNearestFirst() {
    JsonNode error = run("trow", "null").fails("KAPPA-101", 2);
    assertThat(message(error))
        .contains("'trow'")
        .containsPattern("nearest first: throw, .*word-count");
  }

  @Test
  void malformedInputIsShownWithItsPlace() throws Exception {
    assertThat(message(run("order", "{\"name\": \"Ada\",}").fails("KAPPA-102", 2)))
        .contains("--input", "line 1, column 16");

    Path file = Files.writeString(directory.resolve("bad.json"), "{\n \"n\" = 1 }");
    assertThat(message(run("turns", "@" + file).fails("KAPPA-102", 2)))
        .contains(file.toString(), "line 2");
  }

  @Test
  void missingInputFileIsNamed() {
    Path file = directory.resolve("none.json");
    assertThat(message(run("turns", "@" + file).fails("KAPPA-106", 2))).contains(file.toString());
  }

  @Test
  void fittingInputIsTaken() {
    assertThat(run("order", ORDER).exits(0).document().get("result").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"count\":2     | \"count\":\"two\" | input.items[0].count: expected an integer  | \"two\"",
        "\"count\":2     | \"count\":2.5     | input.items[0].count: expected an integer  | 2.5",
        "\"count\":2     | \"count\":null    | input.items[0].count: expected an integer  | null",
        "\"gift\":true   | \"gift\":\"yes\"  | input.gift: expected true or false         | \"yes\"",
        "\"price\":1.5   | \"price\":[1]     | input.price: expected a number             | [1]",
        "\"RED\"         | \"BLUE\"          | input.colour: expected one of RED, GREEN   | \"BLUE\"",
        "\"name\":\"Ada\"| \"name\":7        | input.name: expected a string              | 7",
        "\"gift\":true,  | ``                | input.gift: expected true or false         | nothing",
        "\"name\":\"Ada\", | ``              | input.name: expected a string              | nothing",
        ",\"count\":2    | ``                | input.items[0].count: expected an integer  | nothing",
        "\"Ada\"         | null             | input.name: expected a string              | null",
        "\"gift\"        | \"gist\":1,\"gift\" | input.gist: unknown                      | name, note, price",
      })
  void inputThatDoesNotFitIsToldByPathAndExpectedType(
      String part, String instead, String expected, String also) {
    String input = ORDER.replace(part, instead);
    assertThat(input).isNotEqualTo(ORDER);
    JsonNode error = run("order", input).fails("KAPPA-102", 1);
    assertThat(message(error)).contains(expected, also);
    assertThat(error.get("trace").isEmpty()).as("it says all in its message").isTrue();
  }

  @Test
  void missingInputIsToldWithTheExpectedType() {
    JsonNode error = run("order", "null").fails("KAPPA-102", 1);
    assertThat(message(error)).contains("input: expected an object (Order)");
  }

  // ---- steps

  @Test
  void fileThatIsMissingIsNamedWithThePlaceInTheCode() {
    Path none = directory.resolve("none.txt");
    JsonNode error = run("word-count", "{\"path\":\"%s\"}".formatted(none)).fails("KAPPA-106", 1);
    assertThat(message(error)).contains(none.toString(), "no such file");
    assertThat(error.get("step").stringValue()).isEqualTo("split");
    assertThat(trace(error)).contains("Corpus.split", "WordCount.java");
  }

  @Test
  void capturedValueThatCannotBeEncodedIsToldWithStepPositionTypeAndFix() {
    JsonNode error = run("capture", "null").fails("KAPPA-201", 1);
    assertThat(message(error))
        .contains("step 'look'", "captured", "thread", "java.lang.Thread", "Use Task.spawn");
    assertThat(trace(error)).contains("TestApplication.capture(TestApplication.java:");
  }

  @Test
  void resultOfAStepThatCannotBeEncodedIsToldWithStepAndType() {
    JsonNode error = run("return", "null").fails("KAPPA-201", 1);
    assertThat(message(error)).contains("step 'make'", "java.lang.Thread", "Use Task.spawn");
  }

  @Test
  void stepThatThrowsFailsTheRunWithMessageStepAndTrace() {
    JsonNode error = run("throw", "null").fails("KAPPA-301", 1);
    assertThat(message(error)).contains("the card 4711 was refused");
    assertThat(error.get("step").stringValue()).isEqualTo("charge");
    assertThat(trace(error))
        .contains("TestApplication.java:", "Caused by: java.lang.IllegalStateException: no answer");
  }

  @Test
  void errorIsRecoveredByItsTypeWithItsFields() {
    assertThat(run("throw-again", "null").exits(0).document().get("result").stringValue())
        .isEqualTo("4711");
  }

  @Test
  void stepThatKillsItsWorkerThreeTimesFailsTheRun() throws Exception {
    Path journal = directory.resolve("halted");
    JsonNode error = run("halt", "{\"file\":\"%s\"}".formatted(journal)).fails("KAPPA-302", 1);
    assertThat(message(error) + error.get("step")).contains("halt", "3 times");
    assertThat(Files.readAllLines(journal)).containsExactly("prepare", "halt", "halt", "halt");
  }

  @Test
  void stepThatNeedsMoreMemoryThanItsWorkerHasFailsWithWhatThatHas() throws Exception {
    Path journal = directory.resolve("hoarded");
    JsonNode error = run("hoard", "{\"file\":\"%s\"}".formatted(journal)).fails("KAPPA-311", 1);
    assertThat(message(error)).contains("3 times in a row", "memory size 512 MB", "--memory");
    assertThat(Files.readAllLines(journal)).containsExactly("hoard", "hoard", "hoard");
  }

  @OneMode
  @Test
  void valueAboveItsLimitIsRefusedWithSizeAndLimit() {
    int limit = 32 << 20;
    JsonNode error = run("large", "{\"n\":%d}".formatted(limit + 1)).fails("KAPPA-401", 1);
    assertThat(message(error)).contains("step 'make'", Integer.toString(limit));
  }

  @Test
  void inputAboveItsLimitIsRefusedBeforeARunIsStarted() throws Exception {
    Path file = directory.resolve("large.json");
    Files.writeString(file, "{\"file\":\"%s\"}".formatted("x".repeat(7 << 20)));
    JsonNode error = run("halt", "@" + file).fails("KAPPA-401", 2);
    assertThat(message(error)).contains(Integer.toString(6 << 20));
  }

  @OneMode
  @Test
  void largeValueBelowItsLimitIsKept() {
    int size = 20 << 20;
    JsonNode run = run("large", "{\"n\":%d}".formatted(size)).exits(0).document();
    assertThat(run.get("result").intValue()).isEqualTo(size);
  }

  @Test
  void unknownRunIsNamed() {
    for (String command : List.of("status", "result", "cancel")) {
      JsonNode error = kappa.call(command, "no-such-run", "--json").fails("KAPPA-108", 2);
      assertThat(message(error)).contains("'no-such-run'");
    }
  }

  @Test
  void wrongOptionIsToldAsADocumentToo() {
    JsonNode error = kappa.call("run", "fib", "--json", "--no-such").fails("KAPPA-109", 2);
    assertThat(message(error)).contains("--no-such", "--help");
  }

  private static Called run(String workflow, String input) {
    return kappa.call("run", workflow, "--input", input, "--json");
  }

  private static String message(JsonNode error) {
    return error.get("message").stringValue();
  }

  private static String trace(JsonNode error) {
    StringBuilder text = new StringBuilder();
    error.get("trace").forEach(line -> text.append(line.stringValue()).append('\n'));
    return text.toString();
  }
}
