package dev.kappa.coordinator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How long messages are on their way through a channel. */
final class Messages {
  private static final int SMALL = 1 << 10;
  private static final List<String> COLUMNS =
      List.of("samples", "p50", "p95", "p99", "there and back", "messages/s", "SET p50", "× SET");

  private final Bench bench;

  private Messages(Bench bench) {
    this.bench = bench;
  }

  static List<Figures.Table> measure(Bench bench) throws Exception {
    Messages messages = new Messages(bench);
    messages.ping(SMALL, new Volume.Spread(1, 1), bench.volume().warmUp());
    return List.of(messages.bySize(), messages.bySpread());
  }

  /** What came of one run. */
  private record Ping(Samples oneWay, Samples roundTrip, double rate, Samples set) {
    List<String> cells(String... first) {
      List<String> cells = new ArrayList<>(List.of(first));
      cells.add(Long.toString(oneWay.count()));
      cells.add(Figures.ms(oneWay.p50()));
      cells.add(Figures.ms(oneWay.p95()));
      cells.add(Figures.ms(oneWay.p99()));
      cells.add(Figures.ms(roundTrip.p50()));
      cells.add(Figures.number(rate));
      cells.add(Figures.ms(set.p50()));
      cells.add(Figures.ratio(oneWay.p50(), set.p50()));
      return cells;
    }
  }

  private Figures.Table bySize() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    List<Ping> pings = new ArrayList<>();
    List<String> places = bench.volume().sizes().stream().map(Sizes::shown).toList();
    for (int bytes : bench.volume().sizes()) {
      Ping ping = ping(bytes, new Volume.Spread(1, 1), bench.volume().samples(bytes));
      pings.add(ping);
      rows.add(bench.row("messages", ping.cells(Sizes.shown(bytes))));
    }
    return new Figures.Table(
        "messages",
        "A message from a task to another, by size",
        "From the call of send until the message is there, of a task that waits for it. There and back: until"
            + " the sender has the answer, p50. Milliseconds; the last column is p50 against that of a bare"
            + " SET of as many bytes to the same Redis just before.",
        columns("size"),
        rows,
        chart("size of the message", places, pings));
  }

  private Figures.Table bySpread() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    List<Ping> pings = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (Volume.Spread spread : bench.volume().spreads()) {
      Ping ping = ping(SMALL, spread, bench.volume().samples(SMALL));
      pings.add(ping);
      String producers = Integer.toString(spread.producers());
      String consumers = Integer.toString(spread.consumers());
      places.add(producers + " : " + consumers);
      rows.add(bench.row("message-tasks", ping.cells(producers, consumers)));
    }
    return new Figures.Table(
        "message-tasks",
        "A message of 1 KiB, by producers and consumers",
        "As before, with several tasks on one channel: each producer sends when its last message was answered,"
            + " whichever consumer got it. Where there are more tasks than workers, a message also waits for"
            + " a worker.",
        columns("producers", "consumers"),
        rows,
        chart("producers : consumers", places, pings));
  }

  private static List<String> columns(String... first) {
    List<String> columns = new ArrayList<>(List.of(first));
    columns.addAll(COLUMNS);
    return columns;
  }

  private static Figures.Chart chart(String x, List<String> places, List<Ping> pings) {
    List<Figures.Point> oneWay = new ArrayList<>();
    List<Figures.Point> roundTrip = new ArrayList<>();
    List<Figures.Point> set = new ArrayList<>();
    for (int place = 0; place < pings.size(); place++) {
      oneWay.add(Figures.Point.of(place, pings.get(place).oneWay()));
      roundTrip.add(Figures.Point.of(place, pings.get(place).roundTrip()));
      set.add(Figures.Point.of(place, pings.get(place).set()));
    }
    return new Figures.Chart(
        x,
        "ms",
        true,
        places,
        List.of(
            new Figures.Series("bare SET", set),
            new Figures.Series("one way", oneWay),
            new Figures.Series("there and back", roundTrip)));
  }

  private Ping ping(int bytes, Volume.Spread spread, int turns) throws Exception {
    Samples set = bench.set(bytes);
    long expected = (long) turns * spread.producers();
    JsonNode result =
        bench.measured(
            "bench-ping",
            Map.of(
                "turns",
                turns,
                "bytes",
                bytes,
                "producers",
                spread.producers(),
                "consumers",
                spread.consumers()),
            "/oneWay",
            expected);
    double seconds = result.required("micros").doubleValue() / 1e6;
    return new Ping(
        Samples.of(result.required("oneWay")),
        Samples.of(result.required("roundTrip")),
        expected / seconds,
        set);
  }
}
