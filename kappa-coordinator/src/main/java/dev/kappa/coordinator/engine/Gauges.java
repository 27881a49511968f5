package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.RunState;
import dev.kappa.coordinator.metrics.Metric;
import dev.kappa.coordinator.metrics.Readings;
import dev.kappa.coordinator.store.Outages;
import dev.kappa.coordinator.store.Store;
import java.util.List;
import java.util.function.Predicate;

/** What there is in an engine at one moment, for who watches it. Used on its loop. */
final class Gauges {
  private static final List<Boolean> KINDS = List.of(false, true);
  private static final double NANOS = 1e9;

  private final Engine engine;
  private final Store store;
  private final Tenure tenure;

  Gauges(Engine engine, Store store, Tenure tenure) {
    this.engine = engine;
    this.store = store;
    this.tenure = tenure;
  }

  void read(Readings all) {
    runs(all);
    tasks(all);
    workers(all);
    invocations(all);
    store(all);
    partitions(all);
    all.add(Metric.DEFECTS, engine.defects().count());
  }

  private void runs(Readings all) {
    long runs = 0;
    long schedules = 0;
    long limits = 0;
    long tasks = 0;
    for (Owned partition : engine.partitions().all()) {
      for (LoadedRun loaded : partition.runs.values()) {
        RunState state = loaded.state();
        if (state != null && state.schedule() != null) {
          schedules++;
        } else if (state != null && state.limit() != null) {
          limits++;
        } else if (state != null) {
          runs++;
          tasks += state.header().counts().open();
        }
      }
    }
    all.add(Metric.RUNS_IN_MEMORY, runs)
        .add(Metric.RUNS_MEMORY, engine.overload().memoryUsed())
        .add(Metric.RUNS_MEMORY_LIMIT, engine.overload().memoryLimit())
        .add(Metric.SCHEDULES_IN_MEMORY, schedules)
        .add(Metric.LIMITS_IN_MEMORY, limits)
        .add(Metric.TASKS_OPEN, tasks);
  }

  private void tasks(Readings all) {
    ReadyByVersion ready = engine.dispatcher().tasks();
    for (boolean resident : KINDS) {
      all.add(Metric.TASKS_READY, ready.size(resident), kind(resident))
          .add(Metric.TASKS_READY_OLDEST, ready.longestWait(resident) / NANOS, kind(resident));
    }
  }

  private void workers(Readings all) {
    for (boolean resident : KINDS) {
      List<Worker> workers =
          engine.dispatcher().workers().stream()
              .filter(worker -> worker.isResident() == resident)
              .toList();
      all.add(Metric.WORKERS, count(workers, worker -> !worker.isGone()), kind(resident))
          .add(
              Metric.WORKERS_BUSY,
              count(workers, worker -> !worker.isGone() && worker.task() != null),
              kind(resident))
          .add(
              Metric.WORKERS_AWAY,
              count(workers, worker -> worker.isGone() && worker.task() != null),
              kind(resident));
    }
    all.add(
        Metric.WORKERS_SLOWED,
        engine.partitions().all().stream().mapToInt(owned -> owned.slowed.size()).sum());
  }

  private static long count(List<Worker> workers, Predicate<Worker> which) {
    return workers.stream().filter(which).count();
  }

  /** {@return the value of the label that tells of which workers a number is} */
  private static String kind(boolean resident) {
    return resident ? "resident" : "function";
  }

  private void invocations(Readings all) {
    Invocations invocations = engine.dispatcher().invocations();
    all.add(Metric.INVOCATIONS_WITHOUT_WORKER, invocations.withoutWorker())
        .add(Metric.INVOCATIONS_OPEN, invocations.open())
        .add(Metric.INVOCATIONS_LIMIT, invocations.cap())
        .add(Metric.INVOCATIONS_PAUSED, invocations.paused() ? 1 : 0);
  }

  private void store(Readings all) {
    Outages outages = store.outages();
    all.add(Metric.STORE_AVAILABLE, store.reachable() ? 1 : 0)
        .add(Metric.STORE_OUTAGES, outages.count())
        .add(Metric.STORE_OUTAGE_SECONDS, outages.total().toNanos() / NANOS)
        .add(Metric.STORE_BACKLOG_LIMIT, engine.overload().backlogLimit());
    for (Owned owned : engine.partitions().all()) {
      String number = String.valueOf(owned.partition.number());
      all.add(Metric.STORE_BACKLOG, owned.backlog(), number);
    }
  }

  private void partitions(Readings all) {
    all.add(Metric.COORDINATORS, engine.peers().addresses().size() + 1)
        .add(Metric.PARTITIONS, store.partitions())
        .add(Metric.PARTITIONS_OWNED, engine.partitions().all().size())
        .add(Metric.LEASE_LAPSES, tenure.interruptions());
  }
}
