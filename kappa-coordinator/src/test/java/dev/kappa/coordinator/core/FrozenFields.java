package dev.kappa.coordinator.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was stored once, field by field, as it is kept in {@code /stored-runs}. */
final class FrozenFields {
  private FrozenFields() {}

  /**
   * {@return what a file has}
   *
   * @param now what would be stored now: {@code -Dkappa.freeze=true} writes it to {@code target}
   */
  static Map<String, byte[]> of(String file, Map<String, byte[]> now) throws IOException {
    if (Boolean.getBoolean("kappa.freeze")) {
      Files.writeString(Path.of("target", file), text(now));
    }
    try (InputStream in = FrozenFields.class.getResourceAsStream("/stored-runs/" + file)) {
      assertThat(in).as("what was stored once: /stored-runs/%s", file).isNotNull();
      Map<String, byte[]> fields = new TreeMap<>();
      new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .forEach(words -> fields.put(words[0], HexFormat.of().parseHex(words[1])));
      return fields;
    }
  }

  static String text(Map<String, byte[]> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + " " + HexFormat.of().formatHex(field.getValue()) + "\n")
        .collect(Collectors.joining());
  }
}
