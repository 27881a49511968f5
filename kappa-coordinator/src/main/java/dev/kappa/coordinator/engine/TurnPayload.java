package dev.kappa.coordinator.engine;

import dev.kappa.coordinator.core.StoredPayloads;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.Carried;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Failure;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a function is given that works without a connection: one task, and the blobs that it is
 * likely to read. All fits in an invocation's payload, or goes through a bucket where there is one.
 */
final class TurnPayload {
  /** Two frames are looked at at once. */
  private static final int LEAST_FRAMES = 2;

  private final TurnWishes.Wish wish;
  private final TurnLimits limits;
  private Assignment task;
  private final Map<String, byte @Nullable []> blobs = new HashMap<>();
  private Set<String> wanted = Set.of();
  private long bytes;

  TurnPayload(Assignment task, TurnWishes.Wish wish, TurnLimits limits) {
    this.task = task;
    this.wish = wish;
    this.limits = limits;
  }

  Assignment task() {
    return task;
  }

  /** {@return that of the attempt's next turn; the blobs that are at hand stay so} */
  TurnPayload next(Assignment task) {
    TurnPayload next = new TurnPayload(task, TurnWishes.Wish.NONE, limits);
    next.blobs.putAll(blobs);
    return next;
  }

  // ---- frames

  /** {@return below which more frames are to be fetched; 0 if there are enough} */
  int lacksFramesBelow() {
    int absent = task.depth() - task.top().size();
    long here = task.top().stream().mapToLong(Payload::whole).sum();
    boolean lacks = task.top().size() < LEAST_FRAMES || (wish.frames() && here < limits.frames());
    return lacks ? absent : 0;
  }

  /** Adds frames just below those that are here. */
  void add(List<Payload> below) {
    List<Payload> all = new ArrayList<>(below);
    all.addAll(task.top());
    task = with(task, all, task.next());
  }

  // ---- blobs

  /** A blob is at hand already. */
  void has(String name, byte @Nullable [] bytes) {
    blobs.put(name, bytes);
  }

  /**
   * Chooses the blobs that go along: what the task is given, what a function lacked before, and
   * those of the topmost frames while there is room. If the first do not fit, the task is given an
   * error instead.
   *
   * @return those that are to be fetched; null if what is lacked does not fit, whatever is left out
   */
  @Nullable List<String> choose() {
    Set<String> given = new LinkedHashSet<>();
    StoredPayloads.in(task.next(), payload -> given.addAll(here(payload)));
    long own = size(task);
    if (own + size(given) > limits.most()) {
      task = with(task, task.top(), tooLarge(own + size(given)));
      given.clear();
      own = size(task);
    }
    given.addAll(wish.blobs());
    bytes = own + size(given);
    if (bytes > limits.most()) {
      return null;
    }
    addThoseOfFrames(given);
    wanted = given;
    return given.stream().filter(name -> !blobs.containsKey(name)).toList();
  }

  /** What may be of use is no reason to leave the payload. */
  private void addThoseOfFrames(Set<String> given) {
    for (Payload frame : task.top().reversed()) {
      for (String blob : here(frame)) {
        long its = given.contains(blob) ? 0 : StoredPayloads.sizeOf(blob);
        if (bytes + its <= limits.inline() && given.add(blob)) {
          bytes += its;
        }
      }
    }
  }

  /** {@return whether it does not fit in an invocation; known when blobs are chosen} */
  boolean isLarge() {
    return bytes > limits.inline();
  }

  /** {@return about how many bytes it has; known when blobs are chosen} */
  long bytes() {
    return bytes;
  }

  /** What is in a bucket the function has from there itself. */
  private static List<String> here(Payload payload) {
    return payload.blobs().stream().filter(name -> !BlobPlace.has(name)).toList();
  }

  private static long size(Set<String> names) {
    return names.stream()
        .mapToLong(name -> StoredPayloads.sizeOf(name) + name.length() + 64L)
        .sum();
  }

  private static long size(Assignment task) {
    return Message.frame(new Message.Assigned(task)).size();
  }

  private Next tooLarge(long all) {
    return new Next.Raising(
        Failure.of(
            ErrorCode.PAYLOAD_TOO_LARGE.text(),
            KappaException.class.getName(),
            "what the task is given has %d bytes (expected: at most %d, which is what an invocation may be given); receive or await less at once, pass on the names of files, or %s"
                .formatted(all, limits.most(), limits.remedy()),
            null));
  }

  /** {@return why a task can't go on of which {@link #choose} gave null} */
  Failure unfit() {
    return Failure.of(
        ErrorCode.PAYLOAD_TOO_LARGE.text(),
        KappaException.class.getName(),
        "the task needs values at once that have more than %d bytes, which is more than an invocation may be given; %s"
            .formatted(limits.most(), limits.remedy()),
        null);
  }

  private static Assignment with(Assignment task, List<Payload> top, Next next) {
    return new Assignment(
        task.ref(),
        task.number(),
        task.seq(),
        task.base(),
        task.depth(),
        top,
        next,
        task.created(),
        task.steps(),
        task.extent(),
        task.cancelled(),
        task.cancel(),
        task.workflow(),
        task.accepted(),
        task.poison());
  }

  // ---- as bytes

  /** {@return what the function is told, one message after the other} */
  byte[] messages() {
    ByteWriter out = new ByteWriter();
    write(out, new Message.Assigned(task));
    for (String name : wanted) {
      byte[] bytes = blobs.get(name);
      write(
          out,
          bytes == null
              ? new Message.FetchBlob(task.ref(), name)
              : new Message.PutBlob(task.ref(), name, bytes));
    }
    return out.toBytes();
  }

  /**
   * {@return the invocation's payload}
   *
   * @param said the {@link #messages}, or where they are
   * @param invitations where people and other systems reach the runs
   * @param begun whether it is stored that the task's step begins
   * @param careful whether workers died with it
   */
  byte[] json(Carried said, Invitations invitations, boolean begun, boolean careful) {
    return """
        {"action":"turn","version":%d,"api":"%s","blobs":"%s","begun":%b,"careful":%b,"whole":%b%s,%s}"""
        .formatted(
            Message.VERSION,
            invitations.api(),
            invitations.blobs(),
            begun,
            careful,
            wish.frames(),
            invitations.signalsMember(),
            member(said))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String member(Carried said) {
    return switch (said) {
      case Carried.Inline inline ->
          "\"messages\":\"%s\"".formatted(Base64.getEncoder().encodeToString(inline.bytes()));
      case Carried.Claim claim -> "\"claim\":\"%s\"".formatted(claim.text());
    };
  }

  private static void write(ByteWriter out, Message message) {
    ByteWriter frame = Message.frame(message);
    out.raw(frame.array(), 0, frame.size());
  }
}
