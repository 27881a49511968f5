package dev.kappa.apps.tpcds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    return Settings.of(scale, 2, directory.resolve("data").toString(), null, null);
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

  @Test
  void aTicketMayBeGivenBackWhileOthersAskForIt() throws Exception {
    Place bucket = BucketPlace.at("s3://tickets/data", "0.01");
    for (Place each : List.of(place, bucket)) {
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Callable<Void>> all = Collections.nCopies(4, () -> takeAndGiveBack(each));
        for (Future<Void> one : threads.invokeAll(all)) {
          one.get();
        }
      }
      String ticket = each.ticket();
      assertThat(each.ticket()).isEqualTo(ticket);
    }
  }

  private static @Nullable Void takeAndGiveBack(Place place) throws IOException {
    for (int turn = 0; turn < 300; turn++) {
      String ticket = place.ticket();
      assertThat(ticket).hasSize(36);
      place.forget(ticket);
    }
    return null;
  }

  // ---- making it

  @Test
  void dataIsThereWhenItIsWhole() throws IOException {
    assertThat(place.hasData()).isFalse();
    LocalData draft = draft("first");
    assertThat(place.hasData()).isFalse();
    place.publish(draft, files());
    assertThat(place.hasData()).isTrue();
    assertThat(draft.directory()).doesNotExist();
    assertThat(place.data().workPath()).doesNotExist();
    assertThat(place.data().number("store_returns")).isEqualTo(8);
    place.publish(draft, files());
    assertThat(place.hasData()).isTrue();
  }

  @Test
  void theFirstOfTwoDraftsIsTheData() throws IOException {
    LocalData first = draft("first");
    LocalData second = draft("second");
    place.publish(first, files());
    place.publish(second, files());
    assertThat(place.data().directory().resolve("first")).exists();
    assertThat(place.data().directory().resolve("second")).doesNotExist();
  }

  /** Those of the smallest data, as a manifest lists them. */
  private static List<Listed> files() {
    return Piece.all(0.01).stream()
        .flatMap(
            piece ->
                Tables.family(piece.table()).stream()
                    .map(table -> new Listed(table.getName(), piece.number(), 0, 0, 0)))
        .toList();
  }

  private LocalData draft(String name) throws IOException {
    LocalData draft = new LocalData(place.directory().resolve(name + ".draft"));
    Files.createDirectories(draft.workPath());
    Files.createFile(draft.directory().resolve(name));
    return draft;
  }

  // ---- what is wrong

  @Test
  void aFileThatIsGoneIsNamed() throws IOException {
    place.publish(draft("first"), files());
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
    assertThatThrownBy(() -> place.publish(draft("first"), files()))
        .hasMessageContaining("has no manifest");
    assertThat(mine).exists();
  }

  @Test
  void aScaleThatTheDiskCantHoldIsRefused() {
    assertThatThrownBy(() -> place.requireSpace(settings(100_000)))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining("input.scale: 100000 needs about 42000.5 GB")
        .hasMessageContaining("GB free (expected: at most ")
        .hasMessageContaining(", fewer workers of tpcds-generate, or another directory)");
  }

  @Test
  void textsTakeNoMoreThanThereIsOfThem() {
    assertThat(Place.bytes(0.01, 64)).isLessThan(0.2e9);
    assertThat(Place.bytes(0.01, 64)).isEqualTo(Place.bytes(0.01, 1));
    assertThat(Place.bytes(10, 4)).isEqualTo(4.2e9 + 4 * 250e6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2e9, 1e9, 5e9, 1e12})
  void theLargestScaleIsThatWhichTakesAllRoom(double free) {
    for (int workers : List.of(1, 4, 64)) {
      double largest = Place.largest(free, workers);
      assertThat(Place.bytes(largest, workers)).isCloseTo(free, withinPercentage(0.001));
    }
    assertThat(Place.largest(0, 4)).isZero();
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
