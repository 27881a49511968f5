package dev.kappa.coordinator.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.api.RunFilter;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.api.ScheduleView;
import dev.kappa.coordinator.api.Schedules;
import dev.kappa.coordinator.api.Schedules.Source;
import dev.kappa.coordinator.core.CoreSettings;
import dev.kappa.coordinator.core.ScheduleState;
import dev.kappa.coordinator.metrics.Metric;
import dev.kappa.coordinator.metrics.Readings;
import dev.kappa.coordinator.platform.InvokeOutcome;
import dev.kappa.coordinator.store.MemoryStore;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.RunId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules from a client's request to the start of a run, in a time that the test makes pass. */
final class EngineSchedulesTest {
  /** The loop's time begins at 1000 s. */
  private static final String EACH_MINUTE = "{\"workflow\":\"bill\",\"input\":7,\"every\":\"60s\"}";

  private static final String KEY = "schedule/minutely/1970-01-01T00:17:00Z";
  private static final String START = "start " + KEY + " with 7";

  private final ManualLoop loop = new ManualLoop();
  private final MemoryStore store = new MemoryStore(3, InstantSource.system());
  private final AskedRuns others = new AskedRuns();
  private final Application application = application("");
  private Engine engine = open();
  private Schedules schedules = new EngineSchedules(loop, engine, application);

  private static Application application(String schedules) {
    String description =
        "{\"workflows\":[{\"name\":\"bill\"}],\"schedules\":[%s]}".formatted(schedules);
    return new Application(new Described(description));
  }

  /** Says at once what the application has. */
  private static final class Described extends QuietPlatform {
    private final String json;

    Described(String json) {
      this.json = json;
    }

    @Override
    public CompletableFuture<InvokeOutcome> invoke(byte[] payload) {
      return CompletableFuture.completedFuture(new InvokeOutcome.Returned(json.getBytes(UTF_8)));
    }
  }

  private Engine open() {
    Engine made =
        new Engine(
            loop,
            store.on(loop),
            new TestPlatform(),
            new Invitations("127.0.0.1", "secret"),
            new EngineSettings(
                CoreSettings.DEFAULT,
                Duration.ofSeconds(30),
                Duration.ofMillis(50),
                10,
                Duration.ofSeconds(30),
                10_000_000),
            loop.time());
    var unused = made.open(TestSeats.alone());
    made.everywhere(others);
    loop.pass(10);
    return made;
  }

  private <T> T done(CompletableFuture<T> asked) {
    for (int i = 0; i < 100 && !asked.isDone(); i++) {
      loop.pass(1);
    }
    assertThat(asked).isDone();
    return asked.join();
  }

  private void answer(String question, RunStatus status) {
    AskedRuns.Asked asked = others.take();
    assertThat(asked.what()).isEqualTo(question);
    asked.answer().complete(AskedRuns.view(RunId.of(KEY), status, "42"));
    loop.pass(10);
  }

  private String shown() {
    return done(schedules.find("minutely")).json();
  }

  @Test
  void scheduleIsNoRunInTheMetrics() {
    var unused = done(schedules.put("minutely", EACH_MINUTE, Source.CLIENT));
    Readings all = new Readings();
    engine.read(all);
    assertThat(all.number(Metric.SCHEDULES_IN_MEMORY)).isEqualTo(1);
    assertThat(all.number(Metric.RUNS_IN_MEMORY)).isZero();
    assertThat(all.number(Metric.RUNS_STARTED)).isZero();
  }

  @Test
  void aRunIsStartedAtItsDueTimeAndHeardOf() {
    String made = done(schedules.put("minutely", EACH_MINUTE, Source.CLIENT)).json();
    assertThat(made).contains("\"next\":[\"1970-01-01T00:17:00Z\"");
    loop.pass(19_000);
    assertThat(others.waiting()).isZero();
    loop.pass(1_000);
    answer(START, RunStatus.RUNNING);
    assertThat(shown()).contains("\"running\":1", RunId.of(KEY), "RUNNING");
    loop.pass(100);
    answer("find " + RunId.of(KEY), RunStatus.SUCCEEDED);
    assertThat(shown()).contains("\"running\":0", "SUCCEEDED", "\"started\":1");
  }

  @Test
  void anotherCoordinatorBeginsWhatWasDecidedAndNotTold() {
    done(schedules.put("minutely", EACH_MINUTE, Source.CLIENT));
    loop.pass(20_000);
    assertThat(others.take().what()).isEqualTo(START);
    engine = open();
    schedules = new EngineSchedules(loop, engine, application);
    loop.pass(100);
    answer(START, RunStatus.SUCCEEDED);
    assertThat(shown()).contains("\"started\":1");
  }

  @Test
  void oneThatSleepsLeavesMemoryAndWakesInTime() {
    String yearly = EACH_MINUTE.replace("60s", "600s");
    done(schedules.put("minutely", yearly, Source.CLIENT));
    loop.pass(60_000);
    assertThat(engine.partitions().loaded(ScheduleState.idOf("minutely"))).isNull();
    loop.pass(140_000);
    assertThat(others.take().what())
        .isEqualTo("start schedule/minutely/1970-01-01T00:20:00Z with 7");
  }

  @Test
  void allAreListedByName() {
    for (String name : List.of("c", "a", "b")) {
      done(schedules.put(name, EACH_MINUTE, Source.CLIENT));
    }
    done(schedules.delete("b", Source.CLIENT));
    assertThat(done(schedules.list())).extracting(ScheduleView::name).containsExactly("a", "c");
    assertThat(done(schedules.list()).getFirst().json()).contains("\"workflow\":\"bill\"");
  }

  @Test
  void oneCanBeMadeAgainAtOnceUnderTheNameOfOneThatWasDeleted() {
    done(schedules.put("minutely", EACH_MINUTE, Source.CLIENT));
    var deleted = schedules.delete("minutely", Source.CLIENT);
    var made = schedules.put("minutely", EACH_MINUTE, Source.CLIENT);
    done(deleted);
    done(made);
    done(schedules.trigger("minutely", "k"));
    loop.pass(100);
    assertThat(others.take().what()).isEqualTo("start schedule/minutely/trigger/k with 7");
    assertThat(done(schedules.list())).hasSize(1);
  }

  @Test
  void aScheduleIsNoRun() {
    done(schedules.put("minutely", EACH_MINUTE, Source.CLIENT));
    EngineRuns runs = new EngineRuns(loop, engine, application);
    String id = ScheduleState.idOf("minutely");
    assertRefused(runs.find(id), ErrorCode.UNKNOWN_RUN);
    assertRefused(runs.cancel(id), ErrorCode.UNKNOWN_RUN);
    assertThat(done(runs.list(new RunFilter(null, 10, null)))).isEmpty();
  }

  @Test
  void theCodesSchedulesAreMadeChangedAndDeleted() {
    done(schedules.put("ours", EACH_MINUTE, Source.CLIENT));
    String one = "{\"name\":\"one\",\"does\":%s}".formatted(EACH_MINUTE);
    String two = "{\"name\":\"two\",\"does\":%s}".formatted(EACH_MINUTE);
    done(new CodeSchedules(application(one + "," + two), schedules).apply());
    done(schedules.pause("two", true));
    String changed = two.replace("60s", "30s");
    done(new CodeSchedules(application(changed), schedules).apply());
    assertThat(done(schedules.list()))
        .extracting(ScheduleView::name)
        .containsExactly("ours", "two");
    assertThat(done(schedules.find("two")).json())
        .contains("\"every\":\"PT30S\"", "PAUSED", "\"source\":\"CODE\"");
    assertRefused(schedules.put("two", EACH_MINUTE, Source.CLIENT), ErrorCode.SCHEDULE_OF_THE_CODE);
    assertRefused(schedules.delete("two", Source.CLIENT), ErrorCode.SCHEDULE_OF_THE_CODE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"workflow\":\"bill\",\"cron\":\"0 2 * * 9\"} | INVALID_SCHEDULE | day of week '9' at character 9",
        "{\"workflow\":\"bil\",\"cron\":\"0 2 * * *\"} | UNKNOWN_WORKFLOW | known, nearest first: bill",
        "{\"workflow\":\"bill\",\"cron\":\"0 2 * * *\",\"timeZone\":\"Europe/Berln\"} | INVALID_SCHEDULE | near it: Europe/Berlin",
        "{\"workflow\":\"bill\"} | INVALID_SCHEDULE | one of the two",
        "{\"workflow\":\"bill\",\"every\":\"10ms\"} | INVALID_SCHEDULE | 1 s to 100 years",
        "{\"workflow\":\"bill\",\"every\":\"1m\",\"timeZone\":\"UTC\"} | INVALID_SCHEDULE | only together with cron",
        "{\"workflow\":\"bill\",\"every\":\"1m\",\"overlap\":\"BOTH\"} | INVALID_SCHEDULE | BUFFER_ONE",
        "{\"workflow\":\"bill\",\"every\":\"1m\",\"missed\":\"RUN_ALL\",\"catchUp\":101} | INVALID_SCHEDULE | 0 to 100",
        "{\"workflow\":\"bill\",\"every\":\"1m\",\"missed\":\"RUN_ALL\",\"catchUp\":0} | INVALID_SCHEDULE | at least 1",
        "{\"workflow\":\"bill\",\"every\":\"1m\",\"until\":\"soon\"} | INVALID_SCHEDULE | 2026-12-24",
        "{\"workflow\":\"bill\",\"every\":\"1m\",\"evry\":1} | INVALID_SCHEDULE | evry",
        "{\"workflow\" | BAD_REQUEST | is not JSON",
      })
  void whatIsWrongIsToldWithACode(String body, ErrorCode code, String message) {
    CompletableFuture<ScheduleView> answer = schedules.put("s", body, Source.CLIENT);
    assertRefused(answer, code);
    assertThatThrownBy(answer::join).hasMessageContaining(message);
  }

  @Test
  void numbersOfTheInputStayAsTheyWereWritten() {
    String body = EACH_MINUTE.replace(":7,", ":[1.10,0.12345678901234567890123],");
    assertThat(done(schedules.put("exact", body, Source.CLIENT)).json())
        .contains("[1.10,0.12345678901234567890123]");
  }

  @Test
  void oneMoreThanCanBeIsRefusedAndThoseThatAreThereCanBeChanged() {
    int there = 0;
    while (isPut("s" + there)) {
      there++;
    }
    assertThat(there).isBetween(250, 3 * 250);
    assertRefused(
        schedules.put("s" + there, EACH_MINUTE, Source.CLIENT), ErrorCode.TOO_MANY_SCHEDULES);
    done(schedules.put("s7", EACH_MINUTE.replace("60s", "30s"), Source.CLIENT));
    for (int i = 0; i < there; i++) {
      done(schedules.delete("s" + i, Source.CLIENT));
    }
    assertThat(isPut("s" + there)).isTrue();
  }

  private boolean isPut(String name) {
    CompletableFuture<ScheduleView> answer = schedules.put(name, EACH_MINUTE, Source.CLIENT);
    for (int i = 0; i < 100 && !answer.isDone(); i++) {
      loop.pass(1);
    }
    return answer.isDone() && !answer.isCompletedExceptionally();
  }

  @Test
  void whatIsNotThereIsUnknown() {
    assertRefused(schedules.find("none"), ErrorCode.UNKNOWN_SCHEDULE);
    assertRefused(schedules.pause("none", true), ErrorCode.UNKNOWN_SCHEDULE);
    assertRefused(schedules.delete("none", Source.CLIENT), ErrorCode.UNKNOWN_SCHEDULE);
  }

  private void assertRefused(CompletableFuture<?> answer, ErrorCode code) {
    for (int i = 0; i < 100 && !answer.isDone(); i++) {
      loop.pass(1);
    }
    assertThatThrownBy(answer::join)
        .cause()
        .isInstanceOfSatisfying(KappaException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
