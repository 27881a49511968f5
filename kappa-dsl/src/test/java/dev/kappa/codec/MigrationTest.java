package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.upgrade.Held;
import dev.kappa.upgrade.NewCode;
import dev.kappa.upgrade.Verdict.Outcome;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records whose components were changed while values of them are stored. */
class MigrationTest {
  private static final String OLD =
      """
      class App {
        record Price(long cents) {}
        record Order(String id, Price price, Object extra) {}
        record Node(int value, Node next) {}
        static Object price() { return new Price(5); }
        static Object prices() { return List.of(new Price(5), new Price(6)); }
        static Object order() { return new Order("o", new Price(7), List.of(new Price(8))); }
        static Object node() { return new Node(1, new Node(2, null)); }
      }
      """;

  /** Has the example of {@code docs/upgrading.md}. */
  private static final String NEW =
      """
      import dev.kappa.Migrate;
      class App {
        record Price(long cents, String currency) {
          record InEuros(long cents) {}

          @Migrate
          static Price of(InEuros former) {
            return new Price(former.cents(), "EUR");
          }
        }
        record Order(String id, Price price, Object extra) {}
        record Node(long value, Node next) {
          record Small(int value, Node next) {}
          @dev.kappa.Migrate private static Node of(Small former) { return new Node(former.value(), former.next()); }
        }
      }
      """;

  private static Payload stored(String name) {
    CompiledApp app = CompiledApp.of(OLD);
    return app.codec().encode(app.call(name));
  }

  private static Object loaded(String name, String source) {
    return CompiledApp.of(source).codec().decode(stored(name), Object.class);
  }

  private static List<Outcome> outcomes(String name, String source) {
    NewCode code = NewCode.of(CompiledApp.of(source)::classFile);
    List<Outcome> outcomes = new ArrayList<>();
    Held.in(stored(name).body(), held -> outcomes.add(code.verdict(held).outcome()));
    return outcomes;
  }

  @Test
  void recordIsMadeOfWhatItWas() {
    assertThat(loaded("price", NEW)).hasToString("Price[cents=5, currency=EUR]");
    assertThat(outcomes("price", NEW)).containsExactly(Outcome.GOES_ON);
  }

  @Test
  void eachOfSeveralIsMadeOfWhatItWas() {
    assertThat(loaded("prices", NEW))
        .hasToString("[Price[cents=5, currency=EUR], Price[cents=6, currency=EUR]]");
  }

  @Test
  void recordThatHoldsItNeedsNoMethodOfItsOwn() {
    assertThat(loaded("order", NEW))
        .hasToString(
            "Order[id=o, price=Price[cents=7, currency=EUR], extra=[Price[cents=8, currency=EUR]]]");
    assertThat(outcomes("order", NEW)).containsOnly(Outcome.GOES_ON);
  }

  @Test
  void recordThatHoldsItselfIsMadeAllTheWayDown() {
    assertThat(loaded("node", NEW)).hasToString("Node[value=1, next=Node[value=2, next=null]]");
    assertThat(outcomes("node", NEW)).containsExactly(Outcome.GOES_ON);
  }

  @Test
  void formerOfAFormerIsTakenThroughBoth() {
    String newer =
        NEW.replace("Price(long cents, String currency)", "Price(String text)")
            .replace(
                """
                    static Price of(InEuros former) {
                      return new Price(former.cents(), "EUR");
                    }
                """,
                """
                static Price of(WithCurrency former) { return new Price(former.cents() + former.currency()); }
                record WithCurrency(long cents, String currency) {
                  @Migrate static WithCurrency of(InEuros former) { return new WithCurrency(former.cents(), "EUR"); }
                }
                """);
    assertThat(loaded("price", newer)).hasToString("Price[text=5EUR]");
    assertThat(outcomes("order", newer)).containsOnly(Outcome.GOES_ON);
  }

  @Test
  void recordWithoutAMethodThatTakesWhatItWasIsRefused() {
    String without = NEW.replace("record InEuros(long cents)", "record InEuros(int cents)");
    assertRefused(
        "price", without, "had other components; now they are (long cents, String currency)");
    assertRefused("order", without, "record app.App$Order");
    assertThat(outcomes("price", without)).containsExactly(Outcome.MIGRATION);
  }

  @Test
  void methodThatThrowsRefusesTheValue() {
    String throwing =
        NEW.replace(
            "return new Price(former.cents(), \"EUR\");",
            "throw new IllegalStateException(\"no\");");
    assertRefused(
        "price", throwing, "app.App$Price.of(InEuros) throws java.lang.IllegalStateException: no");
  }

  private static void assertRefused(String name, String source, String message) {
    assertThatThrownBy(() -> loaded(name, source))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DECODABLE))
        .hasMessageContaining(message);
  }
}
