package dev.kappa.apps.tpcds;

import java.util.List;

/** A part of a plan whose tasks do the same on different data. */
sealed interface Stage {
  /** {@return what other stages know its output by} */
  String name();

  /** {@return a query whose rows are the output of one task} */
  String sql();

  /** {@return the columns by which the output is divided; none if it is not} */
  List<String> key();

  /** Each task reads its share of the files of {@code table}, and whole whatever else it names. */
  record Scan(String name, String table, List<String> key, String sql) implements Stage {}

  /**
   * Task <i>p</i> reads partition <i>p</i> of the output of {@code parts}, and whole whatever else
   * it names. All of {@code parts} are divided by as many columns of the same types, so that what
   * belongs together meets.
   */
  record Join(String name, List<String> parts, List<String> key, String sql) implements Stage {}

  /** One task reads whole whatever it names: its rows are the result, in their order. */
  record Gather(String sql) implements Stage {
    static final String NAME = "result";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public List<String> key() {
      return List.of();
    }
  }
}
