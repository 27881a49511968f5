package dev.kappa.coordinator.store;

import java.util.Objects;

/**
 * One change to what is stored of a run. The changes of one run in a batch take effect in their
 * order; all are idempotent. A run's first batch holds its {@link Listed}, its last change is its
 * {@link Retire}. Byte arrays are handed over: nobody changes them afterwards.
 */
public sealed interface Change {
  /** The name of the field that outlives a run until its retention time is over. */
  String HEADER = "h";

  /** {@return the run that changes: 1 to 256 characters, without a colon} */
  String run();

  /** Writes one entity of a run. */
  record Put(String run, String field, byte[] value) implements Change {
    /** Checks that all is given. */
    public Put {
      Names.checkRun(run);
      Names.checkField(field);
      Objects.requireNonNull(value, "value");
    }
  }

  /** Removes one entity of a run; one that is absent stays absent. */
  record Remove(String run, String field) implements Change {
    /** Checks that all is given. */
    public Remove {
      Names.checkRun(run);
      Names.checkField(field);
    }
  }

  /**
   * Enters the run into the partition's listing and makes the blobs permanent that were stored for
   * it beforehand.
   *
   * @param startedAtMillis when the run started, milliseconds since 1970
   */
  record Listed(String run, long startedAtMillis) implements Change {
    /** Checks the time. */
    public Listed {
      Names.checkRun(run);
      Names.checkTime("startedAtMillis", startedAtMillis);
    }
  }

  /**
   * Says when the run needs attention.
   *
   * @param atMillis milliseconds since 1970; 0 means now, {@link Long#MAX_VALUE} means not before
   *     something comes from outside. Times after the year 280,000 count as never.
   */
  record Wake(String run, long atMillis) implements Change {
    /** Checks the time. */
    public Wake {
      Names.checkRun(run);
      Names.checkTime("atMillis", atMillis);
    }
  }

  /**
   * What a run came to: kept apart from its fields, so that it is read only by those who ask for it
   * ({@link RunIndex#result}). It stays as long as the header.
   */
  record Result(String run, byte[] value) implements Change {
    /** Checks that all is given. */
    public Result {
      Names.checkRun(run);
      Objects.requireNonNull(value, "value");
    }
  }

  /** The run has ended: nothing will ever wake it. */
  record Unwake(String run) implements Change {
    /** Checks the name. */
    public Unwake {
      Names.checkRun(run);
    }
  }

  /** Removes one blob of the run, because nothing that is live names it any more. */
  record DropBlob(String run, String name) implements Change {
    /** Checks the names. */
    public DropBlob {
      Names.checkRun(run);
      Names.checkField(name);
    }
  }

  /**
   * The run is over: its fields, its blobs and its wake time go at once, its header and its result
   * stay for the retention time, then they and the listing entry go as well.
   *
   * @param header what the field {@link #HEADER} holds from now on
   * @param retentionMillis how long it stays, in milliseconds of the store's own clock; 0 removes
   *     all at once; more than 100 years count as 100 years
   */
  record Retire(String run, byte[] header, long retentionMillis) implements Change {
    private static final long CENTURY = 100L * 366 * 24 * 3600 * 1000;

    /** Checks that all is given. */
    public Retire {
      Names.checkRun(run);
      Objects.requireNonNull(header, "header");
      Names.checkTime("retentionMillis", retentionMillis);
      retentionMillis = Math.min(retentionMillis, CENTURY);
    }
  }

  /** {@return what this change counts against {@link Partition#MAX_BATCH_BYTES}, in bytes} */
  default int size() {
    return 64
        + run().length()
        + switch (this) {
          case Put put -> put.field().length() + put.value().length;
          case Remove remove -> remove.field().length();
          case DropBlob drop -> drop.name().length();
          case Result result -> result.value().length;
          case Retire retire -> retire.header().length;
          case Listed listed -> 0;
          case Wake wake -> 0;
          case Unwake unwake -> 0;
        };
  }
}
