package dev.kappa.coordinator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {
  private static final Pattern LINK = Pattern.compile("href='([^']+)'");

  @TempDir private Path directory;

  @Test
  void aTextIsOfItsSizeAndTheSameEachTime() throws Exception {
    Path text = new SampleData(directory.resolve("a")).text(10_000);
    Path again = new SampleData(directory.resolve("b")).text(10_000);

    assertThat(Files.size(text)).isBetween(10_000L, 10_200L);
    assertThat(text).hasSameTextualContentAs(again);
    assertThat(Files.readString(text)).matches("([a-z]{3,} ?)+\n(?s:.*)");
  }

  @Test
  void allPagesOfASiteCanBeReachedFromTheFirst() throws Exception {
    Set<URI> seen = new HashSet<>();
    try (SampleData.Site site = new SampleData(directory).site(30);
        HttpClient client = HttpClient.newHttpClient()) {
      Deque<URI> open = new ArrayDeque<>(Set.of(URI.create(site.url())));
      while (!open.isEmpty()) {
        URI page = open.pop();
        if (seen.add(page)) {
          String html =
              client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
          LINK.matcher(html).results().forEach(link -> open.add(page.resolve(link.group(1))));
        }
      }
    }
    assertThat(seen).hasSize(30);
  }
}
