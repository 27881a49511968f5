package dev.kappa.apps.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.MemoryBucket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ObjectStorageTest {
  private final MemoryBucket bucket = new MemoryBucket();

  private ObjectStorage at(String location) {
    return new ObjectStorage(ObjectAddress.parse("input.path", location), bucket);
  }

  private void put(String... keys) {
    for (String key : keys) {
      bucket.write(key, ("text of " + key).getBytes(UTF_8));
    }
  }

  private List<String> names(String location) {
    return at(location).list(location).files().stream().map(DataFile::toString).toList();
  }

  private static void fails(ThrowingCallable call, ErrorCode code, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(KappaException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  @Test
  void keysAreFoundAsPathsAre() {
    put("a.txt", "logs", "logs/b.txt", "logs/deep/c.txt", "logs-old/d.txt");
    bucket.write("logs/empty/", new byte[0]);

    assertThat(names("s3://data/a.txt")).containsExactly("s3://data/a.txt");
    assertThat(at("s3://data/a.txt").list("").single()).isTrue();
    assertThat(names("s3://data/logs/"))
        .containsExactly("s3://data/logs/b.txt", "s3://data/logs/deep/c.txt");
    assertThat(names("s3://data/logs/deep")).containsExactly("s3://data/logs/deep/c.txt");
    assertThat(names("s3://data/logs/*.txt")).containsExactly("s3://data/logs/b.txt");
    assertThat(names("s3://data/logs/**.txt")).hasSize(2);
    assertThat(names("s3://data/*.txt")).containsExactly("s3://data/a.txt");
    assertThat(names("s3://data")).hasSize(5);
  }

  @Test
  void objectIsReadFromAnyByteOn() throws IOException {
    String key = "größe 100%?/ü.txt";
    put(key);
    DataFile file = at("s3://data/" + key).list("").files().getFirst();
    byte[] whole = ("text of " + key).getBytes(UTF_8);

    assertThat(file.size()).isEqualTo(whole.length);
    assertThat(file.toString()).isEqualTo("s3://data/" + key);
    try (var channel = at("s3://data").open(file, 5)) {
      assertThat(Channels.newInputStream(channel).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(whole, 5, whole.length));
    }
  }

  @Test
  void objectThatWasChangedOrDeletedMeanwhileIsTold() {
    put("a");
    DataFile file = at("s3://data/a").list("").files().getFirst();
    bucket.write("a", new byte[99]);
    assertThatThrownBy(() -> at("s3://data").open(file, 0)).hasMessageContaining("was changed");
    bucket.delete(List.of("a"));
    fails(
        () -> at("s3://data").open(file, 0), ErrorCode.OBJECT_NOT_FOUND, "s3://data/a was deleted");
  }

  @Test
  void nothingThereIsAnError() {
    put("logs/b.txt");
    for (String location : List.of("s3://data/log", "s3://data/logs/*.md", "s3://data/none/")) {
      fails(() -> at(location).list(""), ErrorCode.FILE_NOT_FOUND, "'" + location + "'");
    }
  }

  @Test
  void whatIsNoAddressIsRefused() {
    for (String location : List.of("s3://", "s3:///key", "s3://Data/key", "s3://d/key")) {
      fails(() -> Storage.of(location), ErrorCode.INVALID_INPUT, "s3://BUCKET/KEY");
      fails(() -> OutputFile.of(location, "x"), ErrorCode.INVALID_INPUT, "s3://BUCKET/KEY");
    }
    fails(
        () -> OutputFile.of("s3://data/dir/", "x"),
        ErrorCode.INVALID_INPUT,
        "no name of an object");
    fails(
        () -> LocalOutput.of("input.output", "s3://data/key"),
        ErrorCode.INVALID_INPUT,
        "it is no path");
  }

  @Test
  void outputIsAnObjectThatIsWholeOrNotThere() throws IOException {
    ObjectOutput output =
        new ObjectOutput(ObjectAddress.parse("input.output", "s3://data/out"), bucket);
    assertThatThrownBy(() -> output.write(ObjectStorageTest::failing)).hasMessage("full");
    assertThat(bucket.find("out")).isEmpty();

    long written = output.write(out -> 3L + put(out));

    assertThat(written).isEqualTo(4);
    assertThat(bucket.read("out").orElseThrow()).isEqualTo("x".getBytes(UTF_8));
    assertThat(output.place()).isEqualTo("s3://data/out");
  }

  private static long put(OutputStream out) throws IOException {
    out.write('x');
    return 1;
  }

  private static long failing(OutputStream out) throws IOException {
    out.write('x');
    throw new IOException("full");
  }
}
