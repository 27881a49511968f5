package dev.kappa.coordinator.bench;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes, as options and tables say them. */
public final class Sizes {
  /** As large as a value may be, but for what is stored beside. */
  private static final long MOST = 31 << 20;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(k|m|kib|mib)?");

  private Sizes() {}

  /**
   * {@return the sizes that are named, with commas between, smallest first}
   *
   * @throws KappaException with {@link ErrorCode#BAD_REQUEST} if one is none
   */
  public static List<Integer> parse(String option, String text) {
    TreeSet<Integer> sizes = new TreeSet<>();
    for (String size : text.split(",", -1)) {
      sizes.add(one(option, size.strip()));
    }
    return List.copyOf(sizes);
  }

  private static int one(String option, String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (size.matches()) {
      long bytes = Long.parseLong(size.group(1)) * unit(size.group(2));
      if (bytes <= MOST) {
        return (int) bytes;
      }
    }
    throw new KappaException(
        ErrorCode.BAD_REQUEST,
        "%s: '%s' (expected: sizes from 0 to 31m, such as 1024,64k,10m)".formatted(option, text));
  }

  private static long unit(String name) {
    return name == null ? 1 : name.startsWith("k") ? 1 << 10 : 1 << 20;
  }

  /** {@return a size for people} */
  static String shown(long bytes) {
    if (bytes > 0 && bytes % (1 << 20) == 0) {
      return (bytes >> 20) + " MiB";
    }
    return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " B";
  }
}
