package dev.kappa.apps.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.apps.files.MemoryBuckets;
import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.objects.Bucket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A report in a bucket, which several attempts may write. */
class ReportFileTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Bucket bucket = Bucket.of("s3://reports");
  private final String key = "report-" + NAMES.incrementAndGet();
  private final ReportFile report =
      new ObjectReport(ObjectAddress.parse("x", "s3://reports/" + key));

  private String text() {
    return new String(bucket.read(key).orElseThrow(), UTF_8);
  }

  /** What step {@code i} writes, and where. */
  private static byte[] lines(int i) {
    return ("line " + "x".repeat(i % 7) + i + "\n").getBytes(UTF_8);
  }

  private static long at(int i) {
    long at = 0;
    for (int before = 0; before < i; before++) {
      at += lines(before).length;
    }
    return at;
  }

  /** Attempts that were thought dead write what they know again, at any time. */
  @Property(tries = 200)
  void noReportIsReplacedByAnOlderOne(@ForAll @Size(max = 30) List<@IntRange(max = 9) Integer> late)
      throws IOException {
    bucket.delete(List.of(key));
    report.begin(lines(0));
    int known = 1;
    for (int each : late) {
      int step = Math.min(each, known);
      String before = text();
      report.write(at(step), lines(step));
      assertThat(text()).startsWith(before);
      known = Math.max(known, step + 1);
    }
    assertThat(text()).hasSize((int) at(known));
  }

  @Test
  void ofTwoThatWriteAtOnceNothingIsLost() throws Exception {
    report.begin(lines(0));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Void>> attempts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        attempts.add(
            () -> {
              for (int step = 1; step < 200; step++) {
                report.write(at(step), lines(step));
              }
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(attempts)) {
        each.get();
      }
    }
    assertThat(text().lines()).hasSize(200);
    assertThat(text()).hasSize((int) at(200));
  }

  /** The store was set back, and what follows is other than it was. */
  @Test
  void linesOfStepsThatTheStoreLostAreReplaced() throws IOException {
    report.begin(lines(0));
    report.write(at(1), "lost\n".getBytes(UTF_8));
    report.write(at(1) + 5, "lost, too\n".getBytes(UTF_8));
    report.write(at(1), lines(1));
    assertThat(text()).isEqualTo(new String(lines(0), UTF_8) + new String(lines(1), UTF_8));
    report.write(at(2), "lost at the end\n".getBytes(UTF_8));
    report.end(at(2));
    assertThat(text()).hasSize((int) at(2));
    report.end(at(2));
    assertThat(text()).hasSize((int) at(2));
  }

  @Test
  void aReportThatIsGoneOrCutIsTold() throws IOException {
    report.begin(lines(0));
    assertThatThrownBy(() -> report.write(99, lines(1))).hasMessageContaining("and had 99");
    bucket.delete(List.of(key));
    assertThatThrownBy(() -> report.write(at(1), lines(1))).hasMessageContaining("is gone");
    assertThatThrownBy(() -> report.end(at(1))).hasMessageContaining("is gone");
  }

  @Test
  void oneOfOthersIsLeftAlone() throws IOException {
    bucket.write(key, "mine".getBytes(UTF_8));
    assertThatThrownBy(() -> report.begin(lines(0))).hasMessageContaining("is there already");
    assertThat(text()).isEqualTo("mine");
    bucket.delete(List.of(key));
    report.begin(lines(0));
    report.begin(lines(0));
    assertThat(text()).isEqualTo(new String(lines(0), UTF_8));
  }

  /** Others write or delete it at that moment: nothing is there, and nothing was written. */
  @Test
  void aReportThatWasNotBegunIsTriedAgain() throws IOException {
    String own = "begun-against-others";
    Bucket there = Bucket.of("s3://" + own);
    ReportFile contended = new ObjectReport(ObjectAddress.parse("x", "s3://" + own + "/report"));
    MemoryBuckets.refuseToCreate(own, 3);
    contended.begin(lines(0));
    assertThat(there.read("report")).hasValue(lines(0));

    there.delete(List.of("report"));
    MemoryBuckets.refuseToCreate(own, 1_000);
    assertThatThrownBy(() -> contended.begin(lines(0))).hasMessageContaining("written by others");
    assertThat(there.read("report")).isEmpty();
    MemoryBuckets.refuseToCreate(own, 0);
  }
}
