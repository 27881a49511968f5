package dev.kappa.apps.grep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.apps.files.DataFile;
import dev.kappa.apps.files.Storage;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {
  @TempDir private Path directory;

  @Test
  void piecesHaveTheirPlaceAndSayWhetherTheyEnded() throws IOException {
    DataFile file = file("one\n\ntwo\nthree".getBytes(StandardCharsets.US_ASCII));

    assertThat(pieces(file, 0, 14)).containsExactly("0 one.", "4 .", "5 two.", "9 three");
    assertThat(pieces(file, 2, 7)).containsExactly("2 e.", "4 .", "5 tw");
    assertThat(pieces(file, 3, 4)).containsExactly("3 .");
  }

  @Test
  void linesLargerThanTheFirstBufferAreWhole() throws IOException {
    byte[] text = "x".repeat(1 << 20).concat("\nend\n").getBytes(StandardCharsets.US_ASCII);

    assertThat(pieces(file(text), 0, text.length))
        .containsExactly("0 " + "x".repeat(1 << 20) + ".", "1048577 end.");
  }

  @Test
  void theLongestLineIsTakenAndALongerOneIsToldWithItsPlace() throws IOException {
    byte[] text = new byte[Lines.LONGEST + 5];
    text[2] = '\n';
    assertThat(pieces(file(text), 0, Lines.LONGEST + 3L)).hasSize(2);

    DataFile file = file(text);
    assertThatThrownBy(() -> pieces(file, 0, text.length))
        .isInstanceOfSatisfying(
            KappaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining(file + ", byte 3: a line of more than " + Lines.LONGEST);
  }

  private DataFile file(byte[] text) throws IOException {
    String path = Files.write(directory.resolve("text"), text).toString();
    return Storage.of(path).list(path).files().getFirst();
  }

  private static List<String> pieces(DataFile file, long from, long to) throws IOException {
    List<String> pieces = new ArrayList<>();
    Lines.read(
        new Range(0, file, from, to),
        (at, bytes, begin, length, ended) ->
            pieces.add(
                at
                    + " "
                    + new String(bytes, begin, length, StandardCharsets.US_ASCII)
                    + (ended ? "." : "")));
    return pieces;
  }
}
