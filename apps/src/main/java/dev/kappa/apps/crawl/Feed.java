package dev.kappa.apps.crawl;

import dev.kappa.apps.files.Scratch;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of one host in one round. They lie in files of at most {@value #BATCH}.
 *
 * @param round the round's number
 * @param host the host's number
 * @param batches how many files there are
 * @param rate how many it may be asked for in a second
 */
record Feed(int round, int host, int batches, double rate) {
  /** How many addresses a task holds at most. */
  private static final int BATCH = 64;

  /** So many go out at once as would be due within this time, but at least one. */
  private static final double BURST_SECONDS = 0.1;

  static Feed write(Scratch scratch, int round, int host, List<Job> jobs, double rate)
      throws IOException {
    Feed feed = new Feed(round, host, (jobs.size() + BATCH - 1) / BATCH, rate);
    for (int batch = 0; batch < feed.batches; batch++) {
      int from = batch * BATCH;
      List<Job> some = jobs.subList(from, Math.min(jobs.size(), from + BATCH));
      scratch.write(
          feed.file(batch),
          out -> {
            out.writeInt(some.size());
            for (Job job : some) {
              out.writeInt(job.node());
              out.writeUTF(job.url());
            }
            return feed;
          });
    }
    return feed;
  }

  /** {@return one file's addresses, as they go out together} */
  List<List<Job>> read(Scratch scratch, int batch) throws IOException {
    int most = (int) Math.max(1, rate * BURST_SECONDS);
    List<List<Job>> bursts = new ArrayList<>();
    for (Job job : jobs(scratch, batch)) {
      if (bursts.isEmpty() || bursts.getLast().size() >= most) {
        bursts.add(new ArrayList<>());
      }
      bursts.getLast().add(job);
    }
    return bursts;
  }

  private List<Job> jobs(Scratch scratch, int batch) throws IOException {
    try (DataInputStream in = scratch.open(file(batch))) {
      int n = in.readInt();
      List<Job> jobs = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        jobs.add(new Job(round, in.readInt(), in.readUTF()));
      }
      return jobs;
    }
  }

  /** {@return all of them, in their order} */
  List<Job> all(Scratch scratch) throws IOException {
    List<Job> all = new ArrayList<>();
    for (int batch = 0; batch < batches; batch++) {
      all.addAll(jobs(scratch, batch));
    }
    return all;
  }

  Duration pauseAfter(int requests) {
    return Duration.ofNanos((long) (requests / rate * 1e9));
  }

  private String file(int batch) {
    return "front-%d-%d-%d".formatted(round, host, batch);
  }
}
