package dev.kappa.apps.tpcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  @TempDir private Path directory = Path.of("");
  private LocalPlace place = new LocalPlace(directory, "");

  @BeforeEach
  void findPlace() throws IOException {
    place = LocalPlace.at(directory.resolve("data").toString(), "0.01");
  }

  private Settings settings(double scale) {
    return Settings.of(scale, 2, directory.resolve("data").toString(), null);
  }

  // ---- who makes the data

  @Test
  void allWhoAskHoldOneTicketUntilItIsGivenBack() throws IOException {
    String ticket = place.ticket();
    assertThat(place.ticket()).isEqualTo(ticket).isNotEmpty();
    place.forget(ticket);
    String next = place.ticket();
    assertThat(next).isNotEqualTo(ticket);
    place.forget(ticket);
    assertThat(place.ticket()).as("a ticket of others").isEqualTo(next);
  }

  // ---- making it

  @Test
  void dataIsThereWhenItIsWhole() throws IOException {
    assertThat(place.hasData()).isFalse();
    LocalData draft = draft("first");
    assertThat(place.hasData()).isFalse();
    place.publish(draft, 0.01);
    assertThat(place.hasData()).isTrue();
    assertThat(draft.directory()).doesNotExist();
    assertThat(place.data().work()).doesNotExist();
    assertThat(place.data().number("store_returns")).isEqualTo(8);
    place.publish(draft, 0.01);
    assertThat(place.hasData()).isTrue();
  }

  @Test
  void theFirstOfTwoDraftsIsTheData() throws IOException {
    LocalData first = draft("first");
    LocalData second = draft("second");
    place.publish(first, 0.01);
    place.publish(second, 0.01);
    assertThat(place.data().directory().resolve("first")).exists();
    assertThat(place.data().directory().resolve("second")).doesNotExist();
  }

  private LocalData draft(String name) throws IOException {
    LocalData draft = new LocalData(place.directory().resolve(name + ".draft"));
    Files.createDirectories(draft.work());
    Files.createFile(draft.directory().resolve(name));
    return draft;
  }

  // ---- what is wrong

  @Test
  void aFileThatIsGoneIsNamed() throws IOException {
    place.publish(draft("first"), 0.01);
    assertThatThrownBy(() -> place.data().measured())
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
        .hasMessageContaining("00000.parquet: no such file")
        .hasMessageContaining("is not whole");
  }

  @Test
  void somethingElseInThePlaceOfTheDataIsNotTouched() throws IOException {
    Path mine = Files.createDirectories(place.data().directory()).resolve("mine");
    Files.createFile(mine);
    assertThatThrownBy(() -> place.hasData()).hasMessageContaining("has no manifest");
    assertThatThrownBy(() -> place.publish(draft("first"), 0.01))
        .hasMessageContaining("has no manifest");
    assertThat(mine).exists();
  }

  @Test
  void aScaleThatTheDiskCantHoldIsRefused() {
    assertThatThrownBy(() -> place.requireSpace(settings(100_000)))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining("input.scale: 100000 needs about 42000.5 GB")
        .hasMessageContaining("GB free (expected: at most ");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 100_001})
  void aScaleIsPositiveAndHasALimit(double scale) {
    assertThatThrownBy(() -> settings(scale))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("input.scale: " + scale + " (expected: above 0, at most 100000;");
  }

  @Test
  void aScaleHasOneName() {
    assertThat(Stream.of(1.0, 0.5, 1e-3, 1e4).map(scale -> settings(scale).scaleText()))
        .containsExactly("1", "0.5", "0.001", "10000");
  }
}
