package dev.kappa.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.StepContext;
import dev.kappa.interpreter.CurrentStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What steps write of their own, whichever of their attempts come to their end, and when. */
class OwnObjectTest {
  private final MemoryBucket bucket = new MemoryBucket();

  @AfterEach
  @AfterTry
  void end() {
    CurrentStep.set(null);
  }

  private record Attempt(String idempotencyKey, long attempt) implements StepContext {
    @Override
    public String runId() {
      return "run";
    }

    @Override
    public String task() {
      return "0.1";
    }

    @Override
    public String step() {
      return "write";
    }

    @Override
    public Duration remaining() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Path outputDirectory() {
      return Path.of("");
    }
  }

  private String write(String step, long attempt) throws IOException {
    CurrentStep.set(new Attempt(step, attempt));
    return bucket.writeOwn(
        "made",
        out -> {
          out.write((step + attempt).getBytes(UTF_8));
          return step;
        });
  }

  private List<String> keys() {
    return bucket.list("", Integer.MAX_VALUE).stream().map(ObjectEntry::key).toList();
  }

  @Property(tries = 200)
  void whatTheLastAttemptGaveIsThereAndNothingOfThoseBefore(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 12) Integer> attempts)
      throws IOException {
    bucket.delete(keys());
    bucket.write("made/run/0.1/a/notes", new byte[1]);
    String other = write("b", 1);
    long greatest = 0;
    for (int attempt : attempts) {
      String key = write("a", attempt);
      assertThat(bucket.read(key).orElseThrow()).isEqualTo(("a" + attempt).getBytes(UTF_8));
      greatest = Math.max(greatest, attempt);
      String last = "made/run/0.1/a/" + greatest;
      assertThat(keys()).contains(last, other, "made/run/0.1/a/notes");
      if (attempt == greatest) {
        assertThat(keys()).containsExactly(last, "made/run/0.1/a/notes", other);
      }
    }
  }

  @Test
  void anAttemptThatFailsLeavesWhatIsThere() throws IOException {
    String first = write("a", 1);
    CurrentStep.set(new Attempt("a", 2));
    assertThatThrownBy(
            () ->
                bucket.writeOwn(
                    "made",
                    out -> {
                      throw new IOException("full");
                    }))
        .hasMessage("full");
    assertThat(keys()).containsExactly(first);
  }
}
