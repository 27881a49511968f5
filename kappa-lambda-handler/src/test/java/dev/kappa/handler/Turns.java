package dev.kappa.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.objects.BlobPlace;
import dev.kappa.objects.Carried;
import dev.kappa.wire.Assignment;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.Commit;
import dev.kappa.wire.Extent;
import dev.kappa.wire.Message;
import dev.kappa.wire.Next;
import dev.kappa.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Plays the coordinator of one root task for workers that return what they did. */
final class Turns {
  final List<Commit> commits = new ArrayList<>();

  /** What each invocation returned. */
  final List<List<Message>> answers = new ArrayList<>();

  final Map<String, byte[]> blobs = new HashMap<>();

  /** Where workers are told to put large values; empty for here. */
  String blobPlace = "";

  boolean begun;
  boolean careful;
  boolean whole;

  /** Whether an invocation is given the blobs that are known. */
  boolean givesBlobs = true;

  /** Whether what an invocation is given is in the bucket of these tests. */
  boolean claims;

  /** Is told the key of each order that is there. */
  Consumer<String> placed = key -> {};

  /** If not 0, of another attempt than it should be. */
  long namedEpoch;

  /** Whether an invocation is told where the bucket is. */
  boolean namesPlace = true;

  /** How many answers were there. */
  int claimed;

  /** So many frames an invocation is given, of those that there are. */
  int frames = Integer.MAX_VALUE;

  private final Worker worker;
  private final List<Payload> stored = new ArrayList<>();
  Assignment task;

  Turns(Worker worker, String workflow) {
    this.worker = worker;
    this.task = FakeCoordinator.enter(workflow, WorkerFixture.NAME);
  }

  /** Invokes until the task waits or ends. {@return what it came to} */
  Next run() {
    for (int i = 0; commits.isEmpty() || isReady(); i++) {
      assertThat(i).as("it does not come to an end").isLessThan(100);
      turn();
    }
    return commits.getLast().next().next();
  }

  private boolean isReady() {
    Next next = commits.getLast().next().next();
    return begun || next instanceof Next.Holding || next instanceof Next.Raising;
  }

  /** Invokes once, and does what is said there. {@return that} */
  List<Message> turn() {
    List<Message> answer = messages(answer(payload()));
    answers.add(answer);
    begun = false;
    for (Message message : answer) {
      switch (message) {
        case Message.PutBlob m -> blobs.put(m.name(), m.bytes());
        case Message.Commits m -> apply(m.commit());
        case Message.Assigned m -> {
          begun = true;
          task = m.assignment();
        }
        case Message.FetchBlob m -> {}
        case Message.FetchFrames m -> {}
        default -> throw new AssertionError(message);
      }
    }
    if (!begun) {
      handOutAgain();
    }
    return answer;
  }

  private void apply(Commit commit) {
    Commit before = commits.isEmpty() ? null : commits.getLast();
    if (before != null && before.ref().equals(commit.ref())) {
      assertThat(commit.base()).isEqualTo(before.digest());
    } else {
      assertThat(commit.base()).as("the attempt's own number").isEqualTo(task.base());
    }
    assertThat(commit.seq()).isEqualTo(commits.size() + 1L);
    commits.add(commit);
    stored.subList(commit.next().keep(), stored.size()).clear();
    stored.addAll(commit.next().push());
  }

  /** Gives the task to another attempt. */
  void handOutAgain() {
    Commit last = commits.getLast();
    AttemptRef ref = new AttemptRef(last.ref().run(), last.ref().task(), task.ref().epoch() + 1);
    int depth = stored.size();
    begun = false;
    task =
        new Assignment(
            ref,
            1,
            last.seq(),
            ref.epoch() * 1_000,
            depth,
            stored.subList(Math.max(0, depth - frames), depth),
            last.next().next(),
            last.next().created(),
            last.next().steps(),
            Extent.NONE,
            last.next().cancelled(),
            false,
            task.workflow(),
            null);
  }

  private byte[] payload() {
    ByteWriter out = new ByteWriter();
    write(out, new Message.Assigned(task));
    if (givesBlobs) {
      blobs.forEach((name, bytes) -> write(out, new Message.PutBlob(task.ref(), name, bytes)));
    }
    return """
        {"action":"turn","version":%d,"api":"http://here","blobs":"%s","begun":%b,"careful":%b,"whole":%b,%s}"""
        .formatted(
            Message.VERSION,
            namesPlace ? blobPlace : "",
            begun,
            careful,
            whole,
            said(out.toBytes()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String said(byte[] messages) {
    if (!claims) {
      return "\"messages\":\"%s\"".formatted(Base64.getEncoder().encodeToString(messages));
    }
    BlobPlace place = BlobPlace.parse(blobPlace);
    AttemptRef ref = task.ref();
    AttemptRef named =
        new AttemptRef(ref.run(), ref.task(), namedEpoch == 0 ? ref.epoch() : namedEpoch);
    Carried.Checked order = Carried.Checked.of(named, Carried.Way.ORDER, messages, place.seals());
    String key = place.key(order.claim().run(), order.claim().name());
    TestBuckets.objects.write(key, order.object());
    placed.accept(key);
    return "\"claim\":\"%s\"".formatted(order.claim().text());
  }

  private static void write(ByteWriter out, Message message) {
    ByteWriter frame = Message.frame(message);
    out.raw(frame.array(), 0, frame.size());
  }

  /** Invokes once. {@return what is said, unread} */
  String said() {
    return new String(answer(payload()), StandardCharsets.UTF_8);
  }

  private byte[] answer(byte[] payload) {
    return worker.handle(payload, Deadline.in(Duration.ofMinutes(1)));
  }

  private List<Message> messages(byte[] answer) {
    try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), answer)) {
      while (in.nextToken() != JsonToken.END_OBJECT) {
        if (in.currentToken() == JsonToken.PROPERTY_NAME && in.currentName().equals("messages")) {
          in.nextToken();
          return Message.unframe(Base64.getDecoder().decode(in.getString()));
        }
        if (in.currentToken() == JsonToken.PROPERTY_NAME && in.currentName().equals("claim")) {
          in.nextToken();
          return opened(Carried.Claim.parse(in.getString()));
        }
      }
    }
    throw new AssertionError(new String(answer, StandardCharsets.UTF_8));
  }

  private List<Message> opened(Carried.Claim claim) {
    assertThat(claim.isOf(task.ref(), Carried.Way.ANSWER)).isTrue();
    claimed++;
    String key = BlobPlace.parse(blobPlace).key(claim.run(), claim.name());
    return Message.unframe(claim.open(TestBuckets.objects.read(key).orElse(null)));
  }
}
