package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run on real worker processes, and what one can do with it from the command line. */
final class FibIT {
  private static final String TWELVE = "{\"n\":12}";

  @Test
  void fibSpawnsBothSidesOnRealWorkers() {
    try (Kappa kappa = Kappa.onNewData()) {
      Called called = kappa.call("run", "fib", "--input", TWELVE, "--json").exits(0);
      JsonNode run = called.document();
      assertThat(run.get("result").intValue()).isEqualTo(144);
      assertThat(run.get("tasks").intValue()).isEqualTo(465);

      Called plain = kappa.call("run", "fib", "--input", TWELVE).exits(0);
      assertThat(plain.out()).isEqualTo("144\n");
      assertThat(plain.err()).contains("SUCCEEDED", "465 tasks");
    }
  }

  @Test
  void detachedRunGoesOnAndIsPickedUp() {
    try (Kappa kappa = Kappa.onNewData()) {
      Called detached = kappa.call("run", "fib", "--input", "{\"n\":14}", "--detach").exits(0);
      String id = detached.out().strip();
      assertThat(detached.err()).contains("kappa result " + id + " --data " + kappa.data());
      assertThat(kappa.awaitOwner().kind()).isEqualTo("BACKGROUND");

      JsonNode run = kappa.call("result", id, "--json").exits(0).document();
      assertThat(run.get("runId").stringValue()).isEqualTo(id);
      assertThat(run.get("result").intValue()).isEqualTo(377);

      JsonNode again = kappa.call("status", id, "--json").exits(0).document();
      assertThat(again).isEqualTo(run);
    }
  }

  @Test
  void oneKeyMakesOneRun() {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator();
      String[] call = {"run", "fib", "--input", "{ \"n\" : 3 }", "--key", "once", "--json"};
      JsonNode first = kappa.call(call).exits(0).document();
      assertThat(kappa.call(call).exits(0).document()).isEqualTo(first);

      Called other = kappa.call("run", "fib", "--input", "{\"n\":4}", "--key", "once", "--json");
      assertThat(other.fails("KAPPA-107", 2).get("message").stringValue()).contains("'once'");

      JsonNode list = JsonMapper.shared().readTree(kappa.call("list", "--json").exits(0).out());
      assertThat(list.get("runs")).hasSize(1);
    }
  }

  @Test
  void runsAreListedNewestFirst() {
    try (Kappa kappa = Kappa.onNewData()) {
      kappa.startCoordinator();
      String first = id(kappa.call("run", "fib", "--input", "{\"n\":2}", "--json"));
      String second = id(kappa.call("run", "hello", "--input", "{\"name\":\"Ada\"}", "--json"));
      String third = id(kappa.call("run", "fib", "--input", "{\"n\":3}", "--json"));

      assertThat(ids(kappa.call("list"))).containsExactly(third, second, first);
      assertThat(ids(kappa.call("list", "--workflow", "fib"))).containsExactly(third, first);
      assertThat(ids(kappa.call("list", "--limit", "1"))).containsExactly(third);
      assertThat(ids(kappa.call("list", "--status", "failed"))).isEmpty();
    }
  }

  private static String id(Called called) {
    return called.exits(0).document().get("runId").stringValue();
  }

  private static List<String> ids(Called called) {
    return called.exits(0).out().lines().map(line -> line.substring(0, line.indexOf(' '))).toList();
  }
}
