package dev.kappa.apps.wordcount;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The words of sorted counts, in order, each once with the sum of its counts. */
final class Merge implements Iterator<Count> {
  private final PriorityQueue<Cursor> cursors =
      new PriorityQueue<>(Comparator.comparing(cursor -> cursor.head, Count.BY_WORD));

  Merge(List<? extends Iterator<Count>> parts) {
    parts.forEach(this::advance);
  }

  @Override
  public boolean hasNext() {
    return !cursors.isEmpty();
  }

  @Override
  public Count next() {
    if (cursors.isEmpty()) {
      throw new NoSuchElementException();
    }
    String word = cursors.element().head.word();
    long sum = 0;
    while (!cursors.isEmpty() && cursors.element().head.word().equals(word)) {
      Cursor cursor = cursors.remove();
      sum += cursor.head.count();
      advance(cursor.rest);
    }
    return new Count(word, sum);
  }

  private void advance(Iterator<Count> rest) {
    if (rest.hasNext()) {
      cursors.add(new Cursor(rest.next(), rest));
    }
  }

  private record Cursor(Count head, Iterator<Count> rest) {}
}
