package dev.kappa.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What is written is read; what was not written is refused, and costs nothing. */
class RoundTripTest {
  @Provide
  Arbitrary<Message> messages() {
    return WireArbitraries.messages();
  }

  @Provide
  Arbitrary<Commit> commits() {
    return WireArbitraries.commits();
  }

  @Provide
  Arbitrary<Payload> payloads() {
    return WireArbitraries.payloads();
  }

  private static byte[] bytes(Message message) {
    ByteWriter frame = Message.frame(message);
    return Arrays.copyOfRange(frame.array(), 4, frame.size());
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void messageComesBack(@ForAll("messages") Message message) {
    Message back = Message.parse(bytes(message));
    assertThat(back).usingRecursiveComparison().isEqualTo(message);
    assertThat(bytes(back)).isEqualTo(bytes(message));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void digestSurvivesTheWire(@ForAll("commits") Commit commit) {
    Message.Commits back = (Message.Commits) Message.parse(bytes(new Message.Commits(commit)));
    assertThat(back.commit().digest()).isEqualTo(commit.digest());
  }

  @Property(tries = 300)
  void payloadTakesNoMoreThanItSays(@ForAll("payloads") Payload payload) {
    int taken = new ByteWriter().payload(payload).size();
    assertThat(payload.whole()).isGreaterThanOrEqualTo(taken);
  }

  @Example
  void payloadThatNamesABlobWithoutANameIsRefused() {
    for (String name : List.of("", "x".repeat(513))) {
      Payload payload = new Payload(List.of(), List.of(name), new byte[0]);
      byte[] written = Arrays.copyOf(new ByteWriter().payload(payload).array(), 600);
      assertThatThrownBy(() -> new ByteReader(written).payload())
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageContaining("a blob's name has %d characters".formatted(name.length()));
    }
  }

  // ---- bytes that are no message

  /** Demands that the bytes are a message or are refused, and that nothing else happens. */
  private static void parseOrRefuse(byte[] bytes) {
    Message message;
    try {
      message = Message.parse(bytes);
    } catch (MalformedMessageException e) {
      assertThat(e).hasMessageMatching("(?s).{5,}");
      return;
    }
    assertThat(bytes(Message.parse(bytes(message)))).isEqualTo(bytes(message));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void messageThatIsCutOffIsRefused(@ForAll("messages") Message message) {
    byte[] whole = bytes(message);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Message.parse(cut)).isInstanceOf(MalformedMessageException.class);
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void messageWithMoreBehindItIsRefused(
      @ForAll("messages") Message message, @ForAll @Size(min = 1, max = 9) byte[] more) {
    byte[] whole = bytes(message);
    byte[] longer = Arrays.copyOf(whole, whole.length + more.length);
    System.arraycopy(more, 0, longer, whole.length, more.length);
    assertThatThrownBy(() -> Message.parse(longer)).isInstanceOf(MalformedMessageException.class);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void randomBytesAreAMessageOrRefused(@ForAll @Size(max = 60) byte[] bytes) {
    parseOrRefuse(bytes);
  }

  @Provide
  Arbitrary<Integer> kinds() {
    return Arbitraries.integers().between(1, 43);
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void randomBytesBehindAKindAreAMessageOrRefused(
      @ForAll("kinds") int kind, @ForAll @Size(max = 60) byte[] rest) {
    byte[] bytes = new byte[rest.length + 1];
    bytes[0] = (byte) kind;
    System.arraycopy(rest, 0, bytes, 1, rest.length);
    parseOrRefuse(bytes);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void messageWithChangedBytesIsAMessageOrRefused(
      @ForAll("messages") Message message, @ForAll Random random) {
    byte[] bytes = bytes(message);
    for (int i = 0; i < 3; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    parseOrRefuse(bytes);
  }

  // ---- counts that are not true

  private static byte[] frames(long count) {
    return new ByteWriter().u8(40).varint(count).toBytes();
  }

  @Example
  void listLongerThanItsMessageIsRefusedAtOnce() {
    for (long count : List.of(1L, 1L << 20, Integer.MAX_VALUE + 0L, 1L << 40, -1L)) {
      assertThatThrownBy(() -> Message.parse(frames(count)))
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  @Example
  void listWithoutElementsTakesLittleWhateverItsCount() {
    byte[] big = Arrays.copyOf(frames(3_000_000), 3_000_100);
    big[big.length - 1] = 1;
    assertThatThrownBy(() -> Message.parse(big)).isInstanceOf(MalformedMessageException.class);
  }

  @Example
  void blobLongerThanItsMessageIsRefusedAtOnce() {
    for (long count : List.of(1L, Integer.MAX_VALUE + 0L, 1L << 40, -1L)) {
      byte[] bytes = new ByteWriter().u8(41).bool(true).varint(count).toBytes();
      assertThatThrownBy(() -> Message.parse(bytes)).isInstanceOf(MalformedMessageException.class);
    }
  }

  // ---- one within the other

  private static void assertNextRefused(ByteWriter next, String message) {
    assertThatThrownBy(() -> Next.read(new ByteReader(next.toBytes())))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(message);
  }

  /** How deep a message is must not be its sender's choice: reading it takes stack. */
  @Example
  void chosenWithinChosenIsRefusedHoweverDeepItIs() {
    ByteWriter next = new ByteWriter();
    for (int i = 0; i < 1_000_000; i++) {
      next.u8(16).varint(1);
    }
    assertNextRefused(next, "16 within another");
  }

  @Example
  void selectWithinSelectIsRefusedHoweverDeepItIs() {
    ByteWriter next = new ByteWriter();
    for (int i = 0; i < 1_000_000; i++) {
      next.u8(14).varint(1);
    }
    assertNextRefused(next, "14 within another");
  }

  @Example
  void selectAndChosenWithinEachOtherAreRefused() {
    assertNextRefused(new ByteWriter().u8(16).varint(1).u8(14).varint(1), "14 within another");
    assertNextRefused(new ByteWriter().u8(14).varint(1).u8(16).varint(1), "16 within another");
  }

  @Example
  void selectOfWhatIsNoSourceIsRefused() {
    ByteWriter next = new ByteWriter().u8(14).varint(1);
    Next.write(next, Samples.AWAIT_ALL);
    assertNextRefused(next.bool(false), "can't be waited for beside others");
  }

  @Example
  void selectOfNothingIsRefusedUnlessItDoesNotWait() {
    assertNextRefused(new ByteWriter().u8(14).varint(0).bool(false), "nothing to wait for");
    Next.read(new ByteReader(new ByteWriter().u8(14).varint(0).bool(true).toBytes()));
  }

  @Example
  void selectThatSendsSeveralMessagesIsRefused() {
    ByteWriter next = new ByteWriter().u8(14).varint(1);
    Next.write(next, Samples.SEND_TWO);
    assertNextRefused(next.bool(false), "a send of 2 messages (expected: 1)");
  }

  @Example
  void sendOfNoMessageIsRefused() {
    assertNextRefused(new ByteWriter().u8(7).handle(Samples.OTHER).varint(0), "no message");
  }

  @Example
  void numberOfMoreThanTenBytesIsRefused() {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) 0xFF);
    bytes[0] = 2;
    assertThatThrownBy(() -> Message.parse(bytes)).hasMessageContaining("more than 10 bytes");
  }

  @Example
  void errorSaysWhereTheBytesEnd() {
    assertThatThrownBy(() -> Message.parse(new byte[0]))
        .hasMessage("ends after 0 bytes, at least 1 expected");
    assertThatThrownBy(() -> Message.parse(new byte[] {99})).hasMessage("kind of message: 99");
  }

  // ---- the basic forms

  @Property(tries = 300)
  void numbersComeBack(@ForAll long number) {
    ByteWriter out = new ByteWriter().varint(number).i64(number).i32((int) number);
    ByteReader in = new ByteReader(out.toBytes());
    assertThat(in.varint()).isEqualTo(number);
    assertThat(in.i64()).isEqualTo(number);
    assertThat(in.i32()).isEqualTo((int) number);
    in.end();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withCharRange('\0', '\ud7ff').withCharRange('\ue000', '\uffff');
  }

  @Property(tries = 300)
  void textsComeBack(@ForAll("texts") String text) {
    ByteReader in = new ByteReader(new ByteWriter(0).text(text + "🐘").toBytes());
    assertThat(in.text()).isEqualTo(text + "🐘");
    in.end();
  }

  @Example
  void whatIsNoTextIsReplacedInTexts() {
    assertThat(new ByteReader(new ByteWriter().text("a\ud800b").toBytes()).text()).isEqualTo("a?b");
  }

  @Property(tries = 300)
  void handlesComeBackFromTheirText(@ForAll("handles") Handle handle) {
    assertThat(Handle.parse(handle.toString())).isEqualTo(handle);
  }

  @Provide
  Arbitrary<Handle> handles() {
    return WireArbitraries.handles();
  }

  @Example
  void handlesOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new Handle(-1, 0)).hasMessageContaining("-1.0 (expected: both >= 0)");
    for (String text : List.of("", "1", ".1", "1.", "a.b", "1.2.3", "-1.2")) {
      assertThatThrownBy(() -> Handle.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
