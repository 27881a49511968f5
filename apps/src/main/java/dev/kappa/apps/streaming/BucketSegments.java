package dev.kappa.apps.streaming;

import dev.kappa.apps.files.ObjectAddress;
import dev.kappa.objects.Bucket;
import dev.kappa.objects.ObjectEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.regex.Matcher;

/**
 * The objects directly below a key and a slash that are segments. Where all their numbers have as
 * many digits, keys are in the order of the numbers: so those before a number need not be listed,
 * and there may be any number of them.
 */
record BucketSegments(ObjectAddress address, Bucket bucket) {
  /** How many are listed at once: those of one request. */
  static final int PAGE = 1_000;

  /** How many objects are looked at where their keys are in another order. */
  private static final int MOST = 50_000;

  /** {@return the segments from a number on, by their numbers: all, or the first ones} */
  NavigableMap<Integer, Segment> from(int number) {
    List<ObjectEntry> first = bucket.list(prefix(), beforeDigits(), 1);
    int digits = first.isEmpty() ? 0 : digits(first.getFirst());
    // Behind the last number of so many digits comes a longer one, whose key is before it.
    if (digits > 0 && number + 1 < Math.pow(10, digits)) {
      String after = number == 0 ? beforeDigits() : prefix() + LogPlace.name(number - 1, digits);
      List<ObjectEntry> page = bucket.list(prefix(), after, PAGE);
      NavigableMap<Integer, Segment> found = byNumber(page);
      boolean alike =
          page.stream().allMatch(entry -> digits(entry) == digits || digits(entry) == 0);
      if (alike && (page.size() < PAGE || found.size() > 1)) {
        return found.tailMap(number, true);
      }
    }
    return byNumber(all()).tailMap(number, true);
  }

  private List<ObjectEntry> all() {
    List<ObjectEntry> all = bucket.list(prefix(), MOST + 1);
    if (all.size() > MOST) {
      throw Settings.invalid(
          "log: there are more than %d objects below %s, and their numbers have not as many digits each (expected: names such as 000001.jsonl for all, or fewer; delete what was counted)"
              .formatted(MOST, address));
    }
    return all;
  }

  private NavigableMap<Integer, Segment> byNumber(List<ObjectEntry> entries) {
    List<ObjectSegment> found = new ArrayList<>();
    for (ObjectEntry entry : entries) {
      if (digits(entry) > 0) {
        found.add(new ObjectSegment(address.with(entry.key())));
      }
    }
    return LogPlace.byNumber(found);
  }

  /** {@return how many digits its number has; 0 if it is no segment} */
  private int digits(ObjectEntry entry) {
    Matcher name = LogPlace.SEGMENT.matcher(entry.key().substring(prefix().length()));
    return name.matches() ? name.group(1).length() : 0;
  }

  /**
   * {@return what comes behind markers of folders and other names that sort before all numbers} A
   * slash is the character before the digits.
   */
  private String beforeDigits() {
    return prefix() + "/";
  }

  private String prefix() {
    return address.key().isEmpty() ? "" : address.key() + "/";
  }
}
