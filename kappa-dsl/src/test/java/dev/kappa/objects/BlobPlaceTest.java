package dev.kappa.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.KappaException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobPlaceTest {
  private static final String FULL =
      "s3://data/blobs/here?region=eu-central-1&endpoint=http%3A%2F%2F127.0.0.1%3A9000"
          + "&pathStyle=true&encryption=aws%3Akms&kmsKey=alias%2Fkappa&inline=1024&sweep=7&seal=true&payload=70000";

  @ParameterizedTest
  @ValueSource(strings = {"s3://data/", "s3://data/blobs", FULL})
  void addressIsReadAsItIsWritten(String text) {
    assertThat(BlobPlace.parse(text)).hasToString(text);
    assertThat(BlobPlace.parse(BlobPlace.parse(text).toString())).isEqualTo(BlobPlace.parse(text));
  }

  @Test
  void allSettingsAreRead() {
    BlobPlace place = BlobPlace.parse(FULL);
    assertThat(place.bucket()).isEqualTo("data");
    assertThat(place.settings())
        .isEqualTo(
            new BucketSettings(
                "eu-central-1",
                URI.create("http://127.0.0.1:9000"),
                true,
                "aws:kms",
                "alias/kappa"));
    assertThat(place.inlineBytes()).isEqualTo(1024);
    assertThat(place.sweepSeconds()).isEqualTo(7);
    assertThat(place.seals()).isTrue();
    assertThat(place.payloadBytes()).isEqualTo(70_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data",
        "http://data/blobs",
        "s3://Data/blobs",
        "s3://d",
        "s3://data/with\"quote",
        "s3://data/blobs?nothing=1",
        "s3://data/blobs?region",
        "s3://data/blobs?region=EU",
        "s3://data/blobs?endpoint=nowhere",
        "s3://data/blobs?endpoint=%20",
        "s3://data/blobs?pathStyle=yes",
        "s3://data/blobs?encryption=rot13",
        "s3://data/blobs?kmsKey=alias/kappa",
        "s3://data/blobs?inline=0",
        "s3://data/blobs?inline=1048577",
        "s3://data/blobs?sweep=never",
        "s3://data/blobs?seal=perhaps",
        "s3://data/blobs?payload=0",
        "s3://data/blobs?payload=4600001"
      })
  void whatIsWrongIsRefusedWithWhatIsExpected(String text) {
    assertThatThrownBy(() -> BlobPlace.parse(text))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("expected: ");
  }

  @Test
  void keyHasRunTaskAndAttemptInItsPath() {
    BlobPlace place = BlobPlace.parse("s3://data/blobs").below("store");
    String name = BlobPlace.marked("2.1-3-70000-1-abc");
    assertThat(place.key("RUN", name)).isEqualTo("blobs/store/RUN/2.1/3/70000-1-abc-s3");
    assertThat(place.blobAt("RUN", place.key("RUN", name))).isEqualTo(name);
    assertThat(place.blobAt("RUN", "blobs/store/RUN/other")).isNull();
    assertThat(place.blobAt("RUN", "elsewhere/RUN/2.1/3/70000-1-abc-s3")).isNull();
  }

  @Test
  void nameOfABlobSaysWhetherItIsEncrypted() {
    assertThat(BlobPlace.has(BlobPlace.marked("a"))).isTrue();
    assertThat(BlobPlace.isSealed(BlobPlace.marked("a"))).isFalse();
    assertThat(BlobPlace.has(BlobPlace.markedSealed("a"))).isTrue();
    assertThat(BlobPlace.isSealed(BlobPlace.markedSealed("a"))).isTrue();
    assertThat(BlobPlace.has("a")).isFalse();
    BlobPlace place = BlobPlace.parse("s3://data/blobs?region=eu-west-1");
    assertThat(place.sealed()).hasToString(place + "&seal=true");
    assertThat(place.sealed().below("store").seals()).isTrue();
  }

  @Test
  void placeOfAWholeBucketHasNoPrefix() {
    BlobPlace place = BlobPlace.parse("s3://data").below("store");
    assertThat(place.prefixOf("RUN")).isEqualTo("store/RUN/");
  }

  @Test
  void nameSaysWhetherABlobIsInABucket() {
    assertThat(BlobPlace.has(BlobPlace.marked("2.1-3-70000-1-abc"))).isTrue();
    assertThat(BlobPlace.has("2.1-3-70000-1-abc")).isFalse();
  }

  @Test
  void nobodyOpensWhatHasNoClient() {
    assertThatThrownBy(() -> Bucket.of("s3://data"))
        .isInstanceOf(KappaException.class)
        .hasMessageContaining("dev.kappa:kappa-s3");
    assertThatThrownBy(() -> Bucket.of("data")).hasMessageContaining("such as s3://name");
  }
}
