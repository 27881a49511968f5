package dev.kappa.apps.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.apps.report.Report.Fact;
import dev.kappa.apps.report.Report.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void aPageHasItsFactsItsTablesAndTheirPictures() {
    Chart chart = new Chart("x", "y", false, List.of(), List.of());
    List<List<String>> rows = List.of(List.of("1 KiB", "2.5"), List.of("a|b\nc", "3"));

    String page =
        Markdown.of(
            "Figures",
            List.of(new Fact("Java", "25")),
            List.of(
                new Table("stall", "Stall", "How long.", List.of("size", "ms"), rows, chart),
                new Table("none", "No plot", "Why.", List.of("n"), List.of(), null)));

    assertThat(page)
        .isEqualTo(
            """
            # Figures

            | | |
            |---|---|
            | Java | 25 |

            ## Stall

            How long.

            | size | ms |
            |---|---|
            | 1 KiB | 2.5 |
            | a\\|b c | 3 |

            ![Stall](stall.svg)

            ## No plot

            Why.

            | n |
            |---|
            """);
  }
}
