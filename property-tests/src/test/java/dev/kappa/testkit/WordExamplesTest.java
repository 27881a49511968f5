package dev.kappa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.Backoff;
import dev.kappa.Barrier;
import dev.kappa.CancelledException;
import dev.kappa.Channel;
import dev.kappa.Checkpoint;
import dev.kappa.Fan;
import dev.kappa.Latch;
import dev.kappa.Limit;
import dev.kappa.Lock;
import dev.kappa.Loop;
import dev.kappa.Retry;
import dev.kappa.Semaphore;
import dev.kappa.Step;
import dev.kappa.StepContext;
import dev.kappa.StepInDoubtException;
import dev.kappa.Task;
import dev.kappa.TaskFuture;
import dev.kappa.TimedOutException;
import dev.kappa.Workflows;
import dev.kappa.error.KappaException;
import io.vavr.Function0;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples in the documentation of the language's words, run. */
final class WordExamplesTest {
  private static final List<String> DONE = new ArrayList<>();
  private static final Map<String, Integer> PRICES = Map.of("tea", 4, "milk", 3);

  record Order(String item, String run) {}

  record Receipt(int price, String address) {}

  record Page(int number) {}

  record Name(String name) {}

  private static final class SoldOut extends RuntimeException {
    private static final long serialVersionUID = 1;

    SoldOut(String item) {
      super(item);
    }
  }

  private static final class Bank {
    private Bank() {}

    static String charge(Order order) {
      return "charged for " + order.item();
    }
  }

  private static final class Hello {
    private Hello() {}

    static Task<String> greet(Name name) {
      return Task.value("Hello, " + name.name());
    }
  }

  @BeforeEach
  void forget() {
    DONE.clear();
  }

  // ---- what the examples are about

  private static int note(String what) {
    DONE.add(what);
    return DONE.size();
  }

  private static int priceOf(String item) {
    Integer price = PRICES.get(item);
    if (price == null) {
      throw new SoldOut(item);
    }
    return price;
  }

  private static Task<Integer> price(String item) {
    return item.equals("slow")
        ? Task.sleep(Duration.ofHours(1)).then(() -> Task.value(9))
        : Task.step("price of " + item, () -> priceOf(item));
  }

  private static Task<Integer> discount(int amount) {
    return Task.value(amount / 4);
  }

  private static String charge(int amount) {
    return "receipt for " + amount;
  }

  private static Task<String> pay(int amount) {
    return Task.step("pay", () -> charge(amount));
  }

  private static Task<Void> wrap() {
    return Task.run("wrap", () -> note("wrapped"));
  }

  private static String flaky() {
    if (note("call") < 3) {
      throw new IllegalStateException("no answer");
    }
    return "ok";
  }

  private static Task<String> borrow(String what) {
    return Task.value(what);
  }

  private static Task<String> read(String what) {
    return Task.value("read " + what);
  }

  private static Task<Void> giveBack(String what) {
    return Task.run("give back", () -> note("back: " + what));
  }

  private static Task<Void> refund(String receipt) {
    return Task.run("refund", () -> note("refund of " + receipt));
  }

  private static Task<String> ship(String receipt) {
    return Task.step("ship", () -> receipt.isEmpty() ? "not paid" : "shipped");
  }

  private static Task<Void> ship(Order order) {
    return Task.run("ship", () -> note("shipped " + order.item()));
  }

  private static String book(String what) {
    return "booking of " + what;
  }

  private static Task<String> askTheBank(Order order) {
    return Task.value("asked about " + order.item());
  }

  private static Task<String> handle(Order order) {
    return Task.value("handled " + order.item());
  }

  private static Task<String> report() {
    return Task.value("report");
  }

  private static Task<Void> produce(Channel<Order> orders) {
    return orders.send(new Order("tea", "1")).then(() -> orders.send(new Order("milk", "2")));
  }

  private static Task<String> consume(Channel<Order> orders) {
    return orders.receive().then(first -> orders.receive().map(last -> last.item()));
  }

  private static void index(Page page) {
    note("page " + page.number());
  }

  private static int fetch(String url) {
    return url.length();
  }

  // ---- the examples

  private static Task<Integer> value() {
    return Task.value(4).map(price -> 2 * price);
  }

  private static Task<Void> done(boolean gift) {
    return gift ? wrap() : Task.done();
  }

  private static Task<Integer> fail(int stock) {
    return stock > 0 ? Task.value(stock) : Task.fail(new SoldOut("tea"));
  }

  private static Task<Void> countDown(int n) {
    return n == 0
        ? Task.done()
        : Task.run("tick", () -> note("tick")).then(() -> Task.defer(() -> countDown(n - 1)));
  }

  private static Task<Integer> step() {
    return Task.step("price", () -> priceOf("tea"));
  }

  private static Task<Void> run() {
    return Task.run("mail", () -> note("shipped"));
  }

  private static Task<String> stepInAChain() {
    return price("tea").step("charge", amount -> charge(amount));
  }

  private static Task<Integer> map() {
    return price("tea").map(amount -> 2 * amount);
  }

  private static Task<String> then() {
    return price("tea").then(amount -> pay(amount));
  }

  private static Task<Integer> and() {
    return price("tea").and(amount -> discount(amount)).map((amount, off) -> amount - off);
  }

  private static Task<Integer> also() {
    return price("tea").also(amount -> pay(amount));
  }

  private static Task<Integer> recover() {
    return price("cake").recover(SoldOut.class, e -> price("tea"));
  }

  private static Task<Integer> ensure() {
    return price("tea").ensure(Task.run("mail", () -> note("done")));
  }

  private static Task<String> retry() {
    return Task.step("call", () -> flaky())
        .retry(Retry.times(5).backoff(Backoff.fixed(Duration.ofSeconds(2))));
  }

  private static Task<Boolean> timeout() {
    return Task.signal("approved", Boolean.class)
        .await()
        .timeout(Duration.ofDays(2))
        .recover(TimedOutException.class, e -> Task.value(false));
  }

  private static Task<Integer> limited() {
    return price("tea").limited(Limit.rate("shop", 100, Duration.ofMinutes(1)));
  }

  private static Task<String> resident() {
    return Task.step("train", () -> train("orders"))
        .resident()
        .step("publish", model -> publish(model));
  }

  private static String train(String what) {
    DONE.add("trained on " + what);
    return "model of " + what;
  }

  private static String publish(String model) {
    DONE.add("published");
    return model + ", published";
  }

  private static Task<String> using() {
    return Task.using(borrow("book"), book -> read(book), book -> giveBack(book));
  }

  private static Task<String> compensate() {
    return Task.saga(
        () -> pay(40).compensate(receipt -> refund(receipt)).then(receipt -> ship(receipt)));
  }

  private static Task<Integer> undo() {
    return Task.saga(
        () ->
            Task.step("book hotel", () -> book("hotel"))
                .undo("cancel hotel", booking -> note("cancel " + booking))
                .then(booking -> price("cake")));
  }

  private static Task<Integer> iterate() {
    return Task.iterate(
        1,
        n ->
            n < 100 ? Task.step("double", () -> 2 * n).map(Loop::again) : Task.value(Loop.done(n)));
  }

  private static Task<Void> forEach() {
    return Task.forEach(List.of("tea", "milk"), item -> Task.run("pack", () -> note(item)));
  }

  private static Task<Integer> fold() {
    return Task.fold(
        List.of("tea", "milk"), 0, (sum, item) -> price(item).map(amount -> sum + amount));
  }

  private static Task<Integer> spawn() {
    return Task.spawn(() -> price("tea"))
        .and(tea -> price("milk"))
        .then((tea, milk) -> tea.await().map(amount -> amount + milk));
  }

  private static Task<List<Integer>> spawnAll() {
    return Task.spawnAll(List.of("tea", "milk"), Fan.atMost(1), item -> price(item))
        .then(Task::awaitAll);
  }

  private static Task<List<Integer>> awaitAll() {
    return Task.spawnAll(List.of("tea", "milk"), item -> price(item)).then(Task::awaitAll);
  }

  private static Task<Integer> anyOf() {
    return Task.spawnAll(List.of("slow", "tea"), item -> price(item)).then(Task::anyOf);
  }

  private static Task<Integer> race() {
    List<Function0<Task<Integer>>> ways = List.of(() -> price("slow"), () -> price("tea"));
    return Task.race(ways);
  }

  private static Task<Integer> scope() {
    return Task.scope(() -> Task.spawn(() -> price("slow")).then(() -> price("tea")));
  }

  private static Task<String> onSent(Channel<String> letters) {
    return Task.select(
        Task.onSent(letters, "hello", () -> Task.value("sent")),
        Task.otherwise(() -> Task.value("full")));
  }

  private static Task<String> sleep() {
    return Task.sleep(Duration.ofDays(7)).then(() -> pay(4));
  }

  private static Task<String> sleepUntil(Instant due) {
    return Task.sleepUntil(due).then(() -> pay(4));
  }

  private static Task<String> signal() {
    return Task.signal("approved", Boolean.class).await().map(yes -> yes ? "ship" : "stop");
  }

  private static Task<Integer> publish() {
    return Task.publish("progress", 0.5).then(() -> price("tea"));
  }

  private static Task<Integer> checkpoint() {
    return price("tea").also(amount -> Task.checkpoint(Checkpoint.SYNC));
  }

  private static Task<String> context() {
    return Task.context().map(me -> me.task());
  }

  private static Task<String> send() {
    return Task.<String>channel(1)
        .also(letters -> letters.send("hello"))
        .then(letters -> letters.receive());
  }

  private static Task<Integer> sendAll() {
    return Task.<Integer>channel(10)
        .also(numbers -> numbers.sendAll(List.of(1, 2)))
        .also(numbers -> numbers.close())
        .then(numbers -> sum(numbers, 0));
  }

  private static Task<String> trySend(Channel<String> letters) {
    return letters.trySend("hello").map(sent -> sent ? "sent" : "full");
  }

  private static Task<String> tryReceive(Channel<String> letters) {
    return letters.tryReceive().map(letter -> letter.getOrElse("none"));
  }

  private static Task<Integer> sum(Channel<Integer> numbers, int total) {
    return numbers
        .next()
        .then(next -> next.isEmpty() ? Task.value(total) : sum(numbers, total + next.get()));
  }

  private static Task<Integer> cancelAFuture() {
    return Task.spawn(() -> price("slow"))
        .also(slow -> slow.cancel())
        .then(slow -> slow.await())
        .recover(CancelledException.class, e -> Task.value(0));
  }

  private static Task<String> url() {
    return Task.signal("approved", Boolean.class)
        .url()
        .also(url -> Task.run("mail", () -> note(url)));
  }

  private static Task<Integer> lock() {
    return Lock.create().then(lock -> lock.with(() -> price("tea")));
  }

  private static Task<Option<Integer>> tryLock() {
    return Lock.create().then(lock -> lock.tryWith(Duration.ofSeconds(5), () -> price("tea")));
  }

  private static Task<Void> latch() {
    return Latch.create(2)
        .also(latch -> Task.spawnAll(List.of(1, 2), n -> latch.countDown()))
        .then(latch -> latch.await());
  }

  private static Task<Integer> barrier() {
    return Barrier.create(2)
        .then(barrier -> Task.spawnAll(List.of(1, 2), n -> barrier.await()))
        .then(Task::awaitAll)
        .map(all -> all.size());
  }

  private static Task<Receipt> signalOfAnotherRun(Order order) {
    return Task.start("bill", order, Receipt.class)
        .also(bill -> bill.signal("address", "here"))
        .then(bill -> bill.await());
  }

  private static Task<String> once(Order order) {
    return Task.step("charge", Step.once(), () -> Bank.charge(order))
        .recover(StepInDoubtException.class, e -> askTheBank(order));
  }

  private static Task<String> select(Channel<Order> orders) {
    return Task.select(
        Task.on(orders, order -> handle(order)),
        Task.on(Task.after(Duration.ofMinutes(5)), () -> report()));
  }

  private static Task<String> channel() {
    return Task.<Order>channel(10)
        .then(orders -> Task.spawn(() -> produce(orders)).then(() -> consume(orders)));
  }

  private static Task<Receipt> start(Order order) {
    return Task.start("bill", order, Receipt.class)
        .then(bill -> ship(order).then(() -> bill.await()));
  }

  private static Task<Void> signalRun(Order order, Receipt receipt) {
    return Task.signalRun(order.run(), "paid", receipt)
        .recover(KappaException.class, e -> Task.run("refund", () -> note("refund")));
  }

  private static Task<List<TaskFuture<Integer>>> semaphore(List<String> urls) {
    return Semaphore.create(3)
        .then(s -> Task.spawnAll(urls, url -> s.with(() -> Task.step("fetch", () -> fetch(url)))));
  }

  private static Task<Void> longStep(List<Page> pages) {
    return Task.run("index", () -> indexAll(pages));
  }

  private static void indexAll(List<Page> pages) {
    for (Page page : pages) {
      StepContext.current().heartbeat();
      index(page);
    }
  }

  /** An application. */
  public static Workflows workflows() {
    return Workflows.of("hello", Name.class, Hello::greet);
  }

  private static Task<Receipt> bill(Order order) {
    return Task.signal("address", String.class).await().map(address -> new Receipt(5, address));
  }

  private static Task<Receipt> billAtOnce(Order order) {
    return Task.value(new Receipt(5, order.item()));
  }

  // ---- run

  private static Scenario<Object> of(Task<?> root) {
    return KappaTest.of(
        Workflows.of("root", Void.class, nothing -> root)
            .and("bill", Order.class, WordExamplesTest::bill),
        "root",
        null);
  }

  private static Run<Object> run(Task<?> root) {
    return of(root).run();
  }

  @Test
  void exampleOfValue() {
    assertThat(run(value()).result()).isEqualTo(8);
  }

  @Test
  void exampleOfDone() {
    assertThat(run(done(true)).succeeded()).isTrue();
  }

  @Test
  void exampleOfFail() {
    assertThat(run(fail(3)).result()).isEqualTo(3);
  }

  @Test
  void exampleOfCountDown() {
    assertThat(run(countDown(3)).succeeded()).isTrue();
  }

  @Test
  void exampleOfStep() {
    assertThat(run(step()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfRun() {
    assertThat(run(run()).succeeded()).isTrue();
  }

  @Test
  void exampleOfStepInAChain() {
    assertThat(run(stepInAChain()).result()).isEqualTo("receipt for 4");
  }

  @Test
  void exampleOfMap() {
    assertThat(run(map()).result()).isEqualTo(8);
  }

  @Test
  void exampleOfThen() {
    assertThat(run(then()).result()).isEqualTo("receipt for 4");
  }

  @Test
  void exampleOfAnd() {
    assertThat(run(and()).result()).isEqualTo(3);
  }

  @Test
  void exampleOfAlso() {
    assertThat(run(also()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfRecover() {
    assertThat(run(recover()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfEnsure() {
    assertThat(run(ensure()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfRetry() {
    assertThat(run(retry()).result()).isEqualTo("ok");
  }

  @Test
  void exampleOfTimeout() {
    assertThat(run(timeout()).result()).isEqualTo(false);
  }

  @Test
  void limitedTaskIsLetIn() {
    assertThat(run(limited()).result()).isEqualTo(run(price("tea")).result());
  }

  @Test
  void residentStepRunsAsAnyOther() {
    assertThat(run(resident()).result()).isEqualTo("model of orders, published");
    assertThat(DONE).containsExactly("trained on orders", "published");
  }

  @Test
  void exampleOfUsing() {
    assertThat(run(using()).result()).isEqualTo("read book");
  }

  @Test
  void exampleOfCompensate() {
    assertThat(run(compensate()).result()).isEqualTo("shipped");
  }

  @Test
  void exampleOfUndo() {
    assertThat(run(undo()).error()).isNotNull();
    assertThat(DONE).contains("cancel booking of hotel");
  }

  @Test
  void exampleOfIterate() {
    assertThat(run(iterate()).result()).isEqualTo(128);
  }

  @Test
  void exampleOfForEach() {
    assertThat(run(forEach()).succeeded()).isTrue();
  }

  @Test
  void exampleOfFold() {
    assertThat(run(fold()).result()).isEqualTo(7);
  }

  @Test
  void exampleOfSpawn() {
    assertThat(run(spawn()).result()).isEqualTo(7);
  }

  @Test
  void exampleOfSpawnAll() {
    assertThat(run(spawnAll()).result()).isEqualTo(List.of(4, 3));
  }

  @Test
  void exampleOfAwaitAll() {
    assertThat(run(awaitAll()).result()).isEqualTo(List.of(4, 3));
  }

  @Test
  void exampleOfAnyOf() {
    assertThat(run(anyOf()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfRace() {
    assertThat(run(race()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfScope() {
    assertThat(run(scope()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfOnSent() {
    assertThat(run(Task.<String>channel(1).then(letters -> onSent(letters))).result())
        .isEqualTo("sent");
  }

  @Test
  void exampleOfSleep() {
    assertThat(run(sleep()).result()).isEqualTo("receipt for 4");
  }

  @Test
  void exampleOfSleepUntil() {
    assertThat(run(sleepUntil(Instant.EPOCH)).result()).isEqualTo("receipt for 4");
  }

  @Test
  void exampleOfSignal() {
    assertThat(of(signal()).signal(Duration.ofHours(3), "approved", true).run().result())
        .isEqualTo("ship");
  }

  @Test
  void exampleOfPublish() {
    assertThat(run(publish()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfCheckpoint() {
    assertThat(run(checkpoint()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfContext() {
    assertThat(run(context()).result()).isEqualTo("0.0");
  }

  @Test
  void exampleOfSend() {
    assertThat(run(send()).result()).isEqualTo("hello");
  }

  @Test
  void exampleOfSendAll() {
    assertThat(run(sendAll()).result()).isEqualTo(3);
  }

  @Test
  void exampleOfTrySend() {
    assertThat(run(Task.<String>channel(1).then(letters -> trySend(letters))).result())
        .isEqualTo("sent");
  }

  @Test
  void exampleOfTryReceive() {
    assertThat(run(Task.<String>channel(1).then(letters -> tryReceive(letters))).result())
        .isEqualTo("none");
  }

  @Test
  void exampleOfCancelAFuture() {
    assertThat(run(cancelAFuture()).result()).isEqualTo(0);
  }

  @Test
  void exampleOfUrl() {
    assertThat(run(url()).result()).asString().endsWith("/signals/approved");
  }

  @Test
  void exampleOfLock() {
    assertThat(run(lock()).result()).isEqualTo(4);
  }

  @Test
  void exampleOfTryLock() {
    assertThat(run(tryLock()).result()).isEqualTo(Option.of(4));
  }

  @Test
  void exampleOfLatch() {
    assertThat(run(latch()).succeeded()).isTrue();
  }

  @Test
  void exampleOfBarrier() {
    assertThat(run(barrier()).result()).isEqualTo(2);
  }

  @Test
  void exampleOfSignalOfAnotherRun() {
    assertThat(run(signalOfAnotherRun(new Order("tea", "0"))).result())
        .isEqualTo(new Receipt(5, "here"));
  }

  @Test
  void exampleOfSelect() {
    Task<String> late = Task.<Order>channel(1).then(orders -> select(orders));
    assertThat(run(late).result()).isEqualTo("report");
    Order tea = new Order("tea", "0");
    Task<String> there =
        Task.<Order>channel(1).also(orders -> orders.send(tea)).then(orders -> select(orders));
    assertThat(run(there).result()).isEqualTo("handled tea");
  }

  @Test
  void exampleOfOnce() {
    assertThat(run(once(new Order("tea", "0"))).result()).isEqualTo("charged for tea");
    of(once(new Order("tea", "0")))
        .everyCrash()
        .check(r -> assertThat(r.result()).isIn("charged for tea", "asked about tea"));
  }

  @Test
  void exampleOfChannel() {
    assertThat(run(channel()).result()).isEqualTo("milk");
  }

  @Test
  void exampleOfStart() {
    Workflows shop =
        Workflows.of("root", Void.class, nothing -> start(new Order("tea", "0")))
            .and("bill", Order.class, WordExamplesTest::billAtOnce);
    assertThat(KappaTest.of(shop, "root", null).run().result()).isEqualTo(new Receipt(5, "tea"));
    assertThat(DONE).containsExactly("shipped tea");
  }

  @Test
  void exampleOfSignalRun() {
    assertThat(run(signalRun(new Order("tea", "none"), new Receipt(1, "a"))).succeeded()).isTrue();
    assertThat(DONE).as("there is no such run").containsExactly("refund");
  }

  @Test
  void exampleOfSemaphore() {
    assertThat(run(semaphore(List.of("a", "bc")).then(Task::awaitAll)).result())
        .isEqualTo(List.of(1, 2));
  }

  @Test
  void exampleOfALongStep() {
    assertThat(run(longStep(List.of(new Page(1), new Page(2)))).succeeded()).isTrue();
    assertThat(DONE).containsExactly("page 1", "page 2");
  }

  @Test
  void exampleOfWorkflows() {
    assertThat(KappaTest.of(workflows(), "hello", new Name("Ada")).run().result())
        .isEqualTo("Hello, Ada");
  }
}
