package dev.kappa.coordinator.metrics;

import java.util.List;

/**
 * All metrics of a coordinator, in the order of the page of operations. Each has few series: no
 * label takes values that runs, clients or workers choose.
 */
public enum Metric {
  BUILD("kappa_build_info", Type.INFO, "Which release of Kappa this is.", "version"),

  RUNS_STARTED("kappa_runs_started_total", Type.COUNTER, "Runs that were started."),
  RUNS_ENDED("kappa_runs_ended_total", Type.COUNTER, "Runs that have ended.", "status"),
  RUNS_IN_MEMORY("kappa_runs_in_memory", Type.GAUGE, "Runs that are in memory."),
  RUNS_MEMORY(
      "kappa_runs_memory_bytes", Type.GAUGE, "About how much memory the runs in memory take."),
  RUNS_MEMORY_LIMIT(
      "kappa_runs_memory_limit_bytes",
      Type.GAUGE,
      "How much memory the runs may take before starts are refused."),
  SCHEDULES_IN_MEMORY("kappa_schedules_in_memory", Type.GAUGE, "Schedules that are in memory."),
  LIMITS_IN_MEMORY(
      "kappa_limits_in_memory", Type.GAUGE, "Limits that runs share, which are in memory."),

  TASKS_OPEN(
      "kappa_tasks_open", Type.GAUGE, "Tasks that have not ended, of the runs that are in memory."),
  TASKS_READY(
      "kappa_tasks_ready", Type.GAUGE, "Tasks that could go on and wait for a worker.", "workers"),
  TASKS_READY_OLDEST(
      "kappa_tasks_ready_oldest_seconds",
      Type.GAUGE,
      "How long the task has waited for a worker that waits longest; 0 if none waits.",
      "workers"),
  TASKS_PARKED(
      "kappa_tasks_parked_total",
      Type.COUNTER,
      "Times that a task was parked: it can't go on with the code at hand."),

  ATTEMPTS_STARTED(
      "kappa_attempts_started_total", Type.COUNTER, "Tasks that were given to a worker."),
  ATTEMPTS_LOST(
      "kappa_attempts_lost_total",
      Type.COUNTER,
      "Attempts that ended without a word of their worker.",
      "loss"),

  COMMITS(
      "kappa_commits_total",
      Type.COUNTER,
      "Commits of workers, by what they were answered.",
      "outcome"),
  COMMIT_SECONDS(
      "kappa_commit_duration_seconds",
      Type.HISTOGRAM,
      "Time from the arrival of a commit that was not refused until it was durable."),

  WORKERS("kappa_workers_connected", Type.GAUGE, "Workers that are connected.", "workers"),
  WORKERS_BUSY(
      "kappa_workers_busy", Type.GAUGE, "Workers that are connected and have a task.", "workers"),
  WORKERS_AWAY(
      "kappa_workers_away",
      Type.GAUGE,
      "Workers that have a task and lost their connection; they may come back.",
      "workers"),
  WORKERS_SLOWED(
      "kappa_workers_slowed",
      Type.GAUGE,
      "Workers from which nothing is read until the store has caught up."),

  INVOCATIONS_STARTED(
      "kappa_invocations_started_total", Type.COUNTER, "Times that the function was invoked."),
  INVOCATIONS_ENDED(
      "kappa_invocations_ended_total",
      Type.COUNTER,
      "Invocations of the function that have ended.",
      "outcome"),
  INVOCATIONS_WITHOUT_WORKER(
      "kappa_invocations_without_worker_total",
      Type.COUNTER,
      "Invocations that brought no worker in time, or ended before it came."),
  INVOCATIONS_OPEN(
      "kappa_invocations_open", Type.GAUGE, "Invocations that take up room of the limit."),
  INVOCATIONS_LIMIT(
      "kappa_invocations_limit", Type.GAUGE, "The most invocations at once: --concurrency."),
  INVOCATIONS_PAUSED(
      "kappa_invocations_paused",
      Type.GAUGE,
      "1 while nothing is invoked, after invocations that brought no worker."),

  STORE_AVAILABLE(
      "kappa_store_available", Type.GAUGE, "1 while the store answers; 0 while runs wait for it."),
  STORE_OUTAGES(
      "kappa_store_outages_total", Type.COUNTER, "Times that the store became unavailable."),
  STORE_OUTAGE_SECONDS(
      "kappa_store_unavailable_seconds_total",
      Type.COUNTER,
      "Time for which the store was unavailable."),
  STORE_BATCHES(
      "kappa_store_batches_total", Type.COUNTER, "Batches of changes that the store has taken."),
  STORE_BATCH_BYTES(
      "kappa_store_batch_bytes_total",
      Type.COUNTER,
      "Bytes of the changes that the store has taken."),
  STORE_BLOBS(
      "kappa_store_blobs_total", Type.COUNTER, "Large values of workers that were stored here."),
  STORE_BLOB_BYTES(
      "kappa_store_blob_bytes_total",
      Type.COUNTER,
      "Bytes of the large values that were stored here."),
  STORE_BACKLOG(
      "kappa_store_backlog_bytes",
      Type.GAUGE,
      "Bytes that wait for the store or are on their way, of the partitions that are owned.",
      "partition"),
  STORE_BACKLOG_LIMIT(
      "kappa_store_backlog_limit_bytes",
      Type.GAUGE,
      "How many bytes may wait of one partition before its workers are slowed and starts refused."),

  COORDINATORS(
      "kappa_coordinators",
      Type.GAUGE,
      "Coordinators of the store that live, as far as this one knows; itself included."),
  PARTITIONS("kappa_partitions", Type.GAUGE, "Partitions that the store has."),
  PARTITIONS_OWNED("kappa_partitions_owned", Type.GAUGE, "Partitions that this coordinator owns."),
  LEASE_LAPSES(
      "kappa_lease_lapses_total",
      Type.COUNTER,
      "Times that the lease of this coordinator was over while it was at work."),

  API_REQUESTS(
      "kappa_api_requests_total",
      Type.COUNTER,
      "Requests of clients and other coordinators, by the class of the status that they got.",
      "status"),
  DEFECTS(
      "kappa_defects_total",
      Type.COUNTER,
      "Errors within the work on runs that are the coordinator's own; the log has them.");

  private final String text;
  private final Type type;
  private final String help;

  /** Empty if it has none. */
  private final String label;

  /** What kind of a number it is. */
  public enum Type {
    /** Only grows, until the coordinator starts anew. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Durations, counted by bounds. */
    HISTOGRAM,
    /** Always 1: its labels tell. */
    INFO
  }

  Metric(String text, Type type, String help) {
    this(text, type, help, "");
  }

  Metric(String text, Type type, String help, String label) {
    this.text = text;
    this.type = type;
    this.help = help;
    this.label = label;
  }

  /** {@return its name, as it is written} */
  public String text() {
    return text;
  }

  /** {@return what kind of a number it is} */
  public Type type() {
    return type;
  }

  /** {@return what it says, in a sentence} */
  public String help() {
    return help;
  }

  /** {@return the names of its labels: one at most} */
  public List<String> labels() {
    return label.isEmpty() ? List.of() : List.of(label);
  }
}
