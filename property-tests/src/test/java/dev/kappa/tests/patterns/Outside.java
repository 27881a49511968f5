package dev.kappa.tests.patterns;

import java.util.ArrayList;
import java.util.List;

/** The services that the programs' steps call. It keeps what was asked of them. */
final class Outside {
  private static final List<String> ASKED = new ArrayList<>();

  private Outside() {}

  static void reset() {
    ASKED.clear();
  }

  static List<String> asked() {
    return List.copyOf(ASKED);
  }

  static String greeting(String name) {
    return "Hello, " + name;
  }

  /** Nobody called Nemo gets a hotel. */
  static String book(String what, String customer) {
    if (what.equals("hotel") && customer.equals("Nemo")) {
      throw new IllegalStateException("no hotel for " + customer);
    }
    return noted(what + " for " + customer);
  }

  static void cancel(String booking) {
    noted("not " + booking);
  }

  static long resize(String name) {
    return name.length();
  }

  static void ask(String order, String url) {
    noted(order + " at " + url);
  }

  static void report(String what) {
    noted("report of " + what);
  }

  static String send(String reader) {
    return noted("to " + reader);
  }

  private static String noted(String what) {
    ASKED.add(what);
    return what;
  }
}
