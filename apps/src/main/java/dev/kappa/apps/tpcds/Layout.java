package dev.kappa.apps.tpcds;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many tasks the stages of a plan have on this data: as the number of workers says, and no more
 * for a scan than its table has files.
 *
 * @param tasks by the names of stages
 * @param partitions into how many parts an output is divided that is
 */
record Layout(int query, DataSet data, Map<String, Integer> tasks, int partitions) {
  static Layout of(Plan plan, DataSet data, int workers) throws IOException {
    Map<String, Integer> tasks = new LinkedHashMap<>();
    for (Stage stage : plan.stages()) {
      tasks.put(
          stage.name(),
          switch (stage) {
            case Stage.Scan scan -> Math.min(workers, data.number(scan.table()));
            case Stage.Join join -> workers;
            case Stage.Gather gather -> 1;
          });
    }
    return new Layout(plan.query(), data, tasks, workers);
  }

  /** {@return the parts of a stage} */
  List<Part> parts(String stage) {
    return IntStream.range(0, tasks(stage)).mapToObj(i -> new Part(stage, i)).toList();
  }

  int tasks(String stage) {
    return tasks.getOrDefault(stage, 1);
  }

  /** {@return the name of a file: what a task of a stage has for a partition} */
  static String output(String stage, int task, int partition) {
    return "%s-%d-%d.parquet".formatted(stage, task, partition);
  }

  /**
   * {@return the names of the files with the output of a stage, of all its tasks for some
   * partitions}
   */
  List<String> outputs(String stage, int from, int to) {
    List<String> files = new ArrayList<>();
    for (int task = 0; task < tasks(stage); task++) {
      for (int partition = from; partition < to; partition++) {
        files.add(output(stage, task, partition));
      }
    }
    return files;
  }

  /** {@return the numbers from 0 to before {@code number}} */
  static List<Integer> upTo(int number) {
    return IntStream.range(0, number).boxed().toList();
  }

  /** {@return into how many parts the output of a stage is divided} */
  int divided(Stage stage) {
    return stage.key().isEmpty() ? 1 : partitions;
  }
}
