package dev.kappa.coordinator.access;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The lines of a file of tokens: name, role and hash of each; no line holds a token. */
final class TokenLines implements Tokens {
  private static final int MOST = 1000;
  private static final String NAME = "[A-Za-z0-9._-]{1,64}";
  private static final String HASH = "[0-9a-f]{64}";

  private final List<Line> lines;

  private record Line(Caller.Holder holder, byte[] hash) {}

  private TokenLines(List<Line> lines) {
    this.lines = lines;
  }

  static boolean isName(String text) {
    return text.matches(NAME);
  }

  /**
   * Reads lines.
   *
   * @param file as which it is named in errors
   * @throws KappaException {@code BAD_REQUEST} if one is malformed; it does not repeat the line
   */
  static TokenLines parse(String file, byte[] bytes) {
    List<Line> lines = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (String text : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      if (!text.isBlank() && !text.startsWith("#")) {
        Line line = line(file, number, text.strip().split("\\s+"));
        if (!names.add(line.holder.name())) {
          throw wrong(file, number, "its name stands in a line above (expected: another name)");
        }
        lines.add(line);
      }
    }
    if (lines.size() > MOST) {
      throw wrong(file, number, "there are %d tokens (expected: %d)".formatted(lines.size(), MOST));
    }
    return new TokenLines(List.copyOf(lines));
  }

  private static Line line(String file, int number, String[] words) {
    boolean fits =
        words.length == 3
            && isName(words[0])
            && Arrays.stream(Role.values()).anyMatch(role -> written(role).equals(words[1]))
            && words[2].matches(HASH);
    if (!fits) {
      // What stands there may be a token itself: it is not repeated.
      throw wrong(file, number, "expected: NAME read|run|admin HASH, as kappa token writes them");
    }
    Role role = Role.valueOf(words[1].toUpperCase(Locale.ROOT));
    return new Line(new Caller.Holder(words[0], role), HexFormat.of().parseHex(words[2]));
  }

  private static String written(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static KappaException wrong(String file, int number, String what) {
    return new KappaException(
        ErrorCode.BAD_REQUEST, "%s, line %d: %s".formatted(file, number, what));
  }

  /** Looks at all lines, whichever fits: how long it takes says nothing. */
  @Override
  public Optional<Caller.Holder> find(String token) {
    byte[] hash = Token.hash(token);
    Caller.Holder found = null;
    for (Line line : lines) {
      if (MessageDigest.isEqual(line.hash, hash)) {
        found = line.holder;
      }
    }
    return Optional.ofNullable(found);
  }
}
