package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Who spawned a task, and who spawned that one, up to the root: for the errors that arise in it. It
 * is of bounded size however deep the tree is: equal places that follow each other are one, and of
 * the others those nearest to the task and to the root are kept.
 *
 * @param near the places nearest to the task, itself first, {@value #MOST} at most
 * @param cut how many places are left out behind these
 * @param far the places nearest to the root, the root last, {@value #MOST} at most
 */
record Lineage(List<Place> near, long cut, List<Place> far) {
  /** So many places are kept at each end. */
  static final int MOST = 8;

  private static final int LONGEST = 160;

  /** That of a task that an older release has stored. */
  static final Lineage UNKNOWN = new Lineage(List.of(), 0, List.of());

  /** Copies the lists. */
  Lineage {
    near = List.copyOf(near);
    far = List.copyOf(far);
  }

  /**
   * A place in the code that spawned.
   *
   * @param times how many tasks, each the child of the one before
   */
  record Place(String text, long times) {
    Place once() {
      return new Place(text, times + 1);
    }

    String line() {
      return "spawned by " + text + (times == 1 ? "" : ", " + times + " times");
    }
  }

  /** {@return that of the root of a run} */
  static Lineage root(String workflow) {
    return new Lineage(List.of(place("workflow '" + workflow + "'")), 0, List.of());
  }

  private static Place place(String text) {
    return new Place(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…", 1);
  }

  /** {@return that of a task that this one's task spawns in the place {@code text}} */
  Lineage child(String text) {
    Place place = place(text);
    List<Place> longer = new ArrayList<>(near);
    if (!near.isEmpty() && near.getFirst().text().equals(place.text())) {
      longer.set(0, near.getFirst().once());
      return new Lineage(longer, cut, far);
    }
    longer.addFirst(place);
    if (longer.size() <= MOST) {
      return new Lineage(longer, cut, far);
    }
    Place last = longer.removeLast();
    if (far.size() == MOST) {
      return new Lineage(longer, cut + last.times(), far);
    }
    List<Place> farther = new ArrayList<>(far);
    farther.addFirst(last);
    return new Lineage(longer, cut, farther);
  }

  /** {@return lines for people} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    near.forEach(place -> lines.add(place.line()));
    if (cut > 0) {
      lines.add("... " + cut + " more");
    }
    far.forEach(place -> lines.add(place.line()));
    return lines;
  }

  /** {@return how many characters it has} */
  long length() {
    long length = 0;
    for (Place place : near) {
      length += place.text().length();
    }
    for (Place place : far) {
      length += place.text().length();
    }
    return length;
  }

  void write(ByteWriter out) {
    out.list(near, Lineage::writePlace).varint(cut).list(far, Lineage::writePlace);
  }

  private static void writePlace(ByteWriter out, Place place) {
    out.text(place.text()).varint(place.times());
  }

  static Lineage read(ByteReader in) {
    return new Lineage(in.list(Lineage::readPlace), in.varint(), in.list(Lineage::readPlace));
  }

  private static Place readPlace(ByteReader in) {
    return new Place(in.text(), in.varint());
  }
}
