package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.Limit;
import dev.kappa.Task;
import dev.kappa.TimedOutException;
import dev.kappa.Workflows;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits that tasks and runs share, in the test kit. */
final class LimitsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Limit ONE = Limit.concurrency("one", 1);
  private static final Limit TWO = Limit.concurrency("two", 2);

  private static Run<Object> run(Task<?> root) {
    return KappaTest.of(with(root), "root", null).run();
  }

  private static Workflows with(Task<?> root) {
    return Workflows.of("root", Void.class, nothing -> root)
        .and("hour", Void.class, nothing -> hour().limited(TWO));
  }

  private static Task<Void> hour() {
    return Task.sleep(HOUR);
  }

  private static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static String update(String contact) {
    return "updated " + contact;
  }

  /** The example of {@code docs/language.md} about limits. */
  private static Task<List<String>> updateAll(List<String> contacts) {
    Limit crm = Limit.rate("crm-api", 100, Duration.ofMinutes(1)).withConcurrency(5);
    return Task.spawnAll(
            contacts, contact -> Task.step("update", () -> update(contact)).limited(crm))
        .then(Task::awaitAll);
  }

  @Test
  void contactsAreUpdatedNoFasterThanTheLimitSays() {
    List<String> contacts = range(201).stream().map(i -> "contact " + i).toList();
    Run<Object> run = run(updateAll(contacts));
    assertThat(run.result()).isEqualTo(contacts.stream().map(LimitsTest::update).toList());
    assertThat(run.elapsed()).isEqualTo(Duration.ofMinutes(2));
  }

  private static void mail(String customer) {
    assertThat(customer).contains("@");
  }

  /** The example of {@code docs/language.md} about limits with keys. */
  private static Task<Void> mailTo(String customer) {
    Limit mails = Limit.rate("mail", 3, Duration.ofHours(1));
    return Task.run("mail", () -> mail(customer)).limited(mails.forKey(customer));
  }

  private static Duration ofMails(String... customers) {
    return run(Task.forEach(List.of(customers), LimitsTest::mailTo)).elapsed();
  }

  @Test
  void eachKeyHasALimitOfItsOwn() {
    String ann = "ann@x.com";
    String bob = "Bob Ångström <b@y.com>";
    assertThat(ofMails(ann, bob, ann, bob, ann, bob)).isZero();
    assertThat(ofMails(ann, ann, ann, ann)).isEqualTo(HOUR);
  }

  @Test
  void noMoreGoOnAtOnceThanTheLimitSays() {
    Run<Object> run = run(Task.spawnAll(range(6), i -> hour().limited(TWO)).then(Task::awaitAll));
    assertThat(run.elapsed()).isEqualTo(HOUR.multipliedBy(3));
  }

  @Test
  void otherRunsShareIt() {
    Run<Object> run =
        run(
            Task.forEach(range(3), i -> Task.start("hour", null, Void.class))
                .then(() -> Task.sleep(Duration.ofMinutes(1)))
                .then(() -> hour().limited(TWO)));
    assertThat(run.elapsed()).isEqualTo(HOUR.multipliedBy(2));
  }

  @Test
  void placeIsGivenBackWhateverTheOutcome() {
    Task<String> failing = Task.<String>fail(new IllegalStateException("no")).limited(ONE);
    Task<String> late =
        Task.sleep(HOUR).map(done -> "late").limited(ONE).timeout(HOUR.dividedBy(2));
    Run<Object> run =
        run(
            failing
                .recover(IllegalStateException.class, e -> late)
                .recover(TimedOutException.class, e -> Task.value("in").limited(ONE)));
    assertThat(run.result()).isEqualTo("in");
    assertThat(run.elapsed()).isEqualTo(HOUR.dividedBy(2));
  }

  @Test
  void whoLosesPatienceDoesNotTakeThePlaceOfOthers() {
    Task<Integer> root =
        Task.spawn(() -> hour().limited(ONE))
            .then(first -> Task.sleep(Duration.ofMinutes(1)))
            .then(() -> hour().limited(ONE).timeout(Duration.ofMinutes(5)))
            .map(done -> 0)
            .recover(TimedOutException.class, e -> Task.value(1).limited(ONE));
    Run<Object> run = run(root);
    assertThat(run.result()).isEqualTo(1);
    assertThat(run.elapsed()).isEqualTo(HOUR);
  }

  @Test
  void runThatEndsGivesBackWhatItsTasksHave() {
    Task<Void> root =
        Task.start("hour", null, Void.class)
            .then(other -> Task.start("hour", null, Void.class))
            .then(other -> Task.sleep(Duration.ofMinutes(1)).then(other::cancel))
            .then(() -> Task.sleep(Duration.ofMinutes(1)))
            .then(() -> Task.done().limited(TWO));
    assertThat(run(root).elapsed()).isLessThanOrEqualTo(HOUR);
  }

  @Test
  void eachComesInWhateverFails() {
    Task<List<Integer>> root =
        Task.spawnAll(range(3), i -> Task.step("work", () -> i).limited(ONE)).then(Task::awaitAll);
    KappaTest.of(with(root), "root", null)
        .everyCrash()
        .check(run -> assertThat(run.result()).isEqualTo(List.of(0, 1, 2)));
  }

  @Test
  void wrongLimitsAreRefusedWhereTheyAreGiven() {
    assertThatThrownBy(() -> Limit.concurrency("a b", 1))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining("limit name: 'a b'");
    assertThatThrownBy(() -> Limit.concurrency("a", 0)).hasMessageContaining("concurrency: 0");
    assertThatThrownBy(() -> Limit.rate("a", 0, HOUR)).hasMessageContaining("rate: 0");
    assertThatThrownBy(() -> Limit.rate("a", 1, Duration.ZERO)).hasMessageContaining("in 0 ms");
    assertThatThrownBy(() -> Limit.rate("a", 1, HOUR.negated())).hasMessageContaining("in -1 ms");
    assertThatThrownBy(() -> Limit.rate("a", 1, Duration.ofSeconds(Long.MAX_VALUE)))
        .hasMessageContaining("31 days");
    assertThatThrownBy(() -> new Limit("a", 0, 0, Duration.ZERO))
        .hasMessageContaining("neither a number at once nor a rate");
  }
}
