package dev.kappa.handler;

import dev.kappa.wire.Assignment;
import dev.kappa.wire.Continuation;
import dev.kappa.wire.Payload;
import java.util.ArrayList;
import java.util.List;

/** An attempt that goes on in another invocation, where it stood before its last commit. */
final class Handover {
  /** About so many bytes of frames, or two: more are asked for when they are reached. */
  private static final long FRAMES = 256 << 10;

  private Handover() {}

  /**
   * {@return the task as the next invocation gets it}
   *
   * @param task as this one got it
   * @param standing where it goes on; the first commit of this attempt
   * @param seq the number of the last commit
   * @param base its digest
   */
  static Assignment of(Assignment task, Continuation standing, long seq, long base) {
    return new Assignment(
        task.ref(),
        task.number(),
        seq,
        base,
        standing.depth(),
        top(task, standing),
        standing.next(),
        standing.created(),
        standing.steps(),
        standing.extent(),
        standing.cancelled(),
        false,
        task.workflow(),
        task.accepted(),
        null);
  }

  private static List<Payload> top(Assignment task, Continuation standing) {
    int absent = task.depth() - task.top().size();
    List<Payload> known = new ArrayList<>();
    if (standing.keep() > absent) {
      known.addAll(task.top().subList(0, standing.keep() - absent));
    }
    known.addAll(standing.push());
    long bytes = 0;
    int from = known.size();
    while (from > 0 && (known.size() - from < 2 || bytes + known.get(from - 1).whole() <= FRAMES)) {
      from--;
      bytes += known.get(from).whole();
    }
    return known.subList(from, known.size());
  }
}
