package dev.kappa.tests.mutations;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which world each deliberate bug was caught last: the first to be tried. It saves time and
 * changes no verdict: where it does not hold any more, all worlds are tried. What holds now is
 * written to {@code target}, to be copied to the resource now and then.
 */
final class KnownWorlds {
  private static final String FILE = "known-worlds.txt";

  private final Map<String, Integer> worlds = new HashMap<>();

  private KnownWorlds() {}

  static KnownWorlds read() {
    KnownWorlds known = new KnownWorlds();
    try (InputStream in = KnownWorlds.class.getResourceAsStream(FILE)) {
      if (in != null) {
        new String(in.readAllBytes(), UTF_8).lines().forEach(known::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }

  private void add(String line) {
    int space = line.indexOf(' ');
    worlds.put(line.substring(space + 1), Integer.valueOf(line.substring(0, space)));
  }

  /** {@return the number of the world; 0 if there is none} */
  int of(Mutation mutation) {
    return worlds.getOrDefault(mutation.name(), 0);
  }

  /** Writes those that did not take the first world. */
  static void write(Map<String, Integer> found) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(found)
        .forEach(
            (name, world) -> {
              if (world > 1) {
                text.append(world).append(' ').append(name).append('\n');
              }
            });
    try {
      Files.writeString(Path.of("target", FILE), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
