package dev.kappa.coordinator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportDirectoryTest {
  @TempDir private Path directory;

  @Test
  void itIsMadeAndFilesOfAnEarlierReportAreReplaced() throws Exception {
    Path path = directory.resolve("a/b");
    ReportDirectory.at(path).write("report.md", "old");
    ReportDirectory.at(path).write("report.md", "new");

    assertThat(ReportDirectory.at(path).file("report.md"))
        .isEqualTo(path.resolve("report.md"))
        .hasContent("new");
    assertThat(path).isDirectoryNotContaining("glob:**.draft");
  }

  @Test
  void aFileInItsPlaceIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> ReportDirectory.at(file))
        .isInstanceOf(KappaException.class)
        .hasMessageStartingWith("--report: nothing can be written to " + file);
  }

  @Test
  void nothingIsWrittenBesideIt() {
    ReportDirectory report = ReportDirectory.at(directory.resolve("report"));

    assertThatThrownBy(() -> report.write("../out.svg", ""))
        .hasMessage("a file of the report is named '../out.svg'");
  }
}
