package dev.kappa.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of everything that goes over the wire or is stored. If one of these fails, workers and
 * coordinators of two versions no longer understand each other: raise {@link Message#VERSION}.
 */
class GoldenBytesTest {
  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of(
            new Message.Hello(1, "token", "inv", -1, "abc"),
            "010105746f6b656e03696e76ffffffffffffffff0361626300"),
        Arguments.of(
            new Message.Hello(1, "token", "inv", -1, "abc", "v1"),
            "010105746f6b656e03696e76ffffffffffffffff0361626301027631"),
        Arguments.of(new Message.Poll(300, 1), "02ac0201"),
        Arguments.of(
            new Message.Commits(Samples.NEXT_COMMIT),
            "030572756e2d310102030249d334dacdc0ce950000080000019b76daa800000000000000000103ac020701"),
        Arguments.of(
            new Message.FetchFrames(Samples.REF, 0x0102030405060708L, 128),
            "040572756e2d3101020301020304050607088001"),
        Arguments.of(
            new Message.FetchBlob(Samples.REF, "blob-a"), "050572756e2d3101020306626c6f622d61"),
        Arguments.of(
            new Message.Grant(Samples.REF, "token-1"), "080572756e2d31010203" + "07746f6b656e2d31"),
        Arguments.of(
            new Message.PutBlob(Samples.REF, "blob-a", Samples.bytes(1, 2)),
            "060572756e2d3101020306626c6f622d61020102"),
        Arguments.of(new Message.Heartbeat(Samples.REF), "070572756e2d31010203"),
        Arguments.of(new Message.Welcome(5000, 300, 200, List.of()), "218827ac02c80100"),
        Arguments.of(
            new Message.Welcome(1, 2, 3, List.of(new Message.Address("b", 7070))),
            "210102030101629e37"),
        Arguments.of(new Message.Alive(null, List.of()), "2c000000"),
        Arguments.of(
            new Message.Alive(Samples.REF, List.of(new Message.Address("b", 7070))),
            "2c010572756e2d310102030101629e3700"),
        Arguments.of(new Message.Alive(null, List.of(), "new"), "2c000001036e6577"),
        Arguments.of(new Message.Unwanted(Samples.REF, true), "2d0572756e2d3101020301"),
        Arguments.of(new Message.Moved(new Message.Address("b", 7070)), "2b01629e37"),
        Arguments.of(new Message.Refused("KAPPA-109", "no"), "22094b415050412d313039026e6f"),
        Arguments.of(
            new Message.Assigned(Samples.ASSIGNMENT),
            "230572756e2d310102030402fffffffffffffffe090101ac02070106626c6f622d6102cafe0101ac02070106626c6f622d6102cafe05ac020180d0eab6b7330101020300010568656c6c6f01014120303030303030303030303030303030303030303030303030303030303030303020666666666666666666666666666666666666666666666666666666666666666601094b415050412d33303103612e42066772c3bcc39f0106636861726765020b612e423a206772c3bcc39f062020617420780101ac02070106626c6f622d6102cafe"),
        Arguments.of(new Message.Released(), "24"),
        Arguments.of(
            new Message.Committed(7, true, Samples.HOLDING),
            "250701010101ac02070106626c6f622d6102cafe"),
        Arguments.of(new Message.Committed(7, false, null), "25070000"),
        Arguments.of(new Message.Yielded(8), "2608"),
        Arguments.of(new Message.Superseded(9, "late"), "2709046c617465"),
        Arguments.of(
            new Message.Frames(List.of(Samples.FULL, Samples.EMPTY)),
            "280201ac02070106626c6f622d6102cafe000000"),
        Arguments.of(new Message.Blob(Samples.bytes(1, 2)), "2901020102"),
        Arguments.of(new Message.Blob(null), "2900"),
        Arguments.of(new Message.BlobStored(), "2a"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messageHasItsBytes(Message message, String hex) {
    byte[] frame = Message.frame(message).toBytes();
    byte[] body = Arrays.copyOfRange(frame, 4, frame.length);
    assertThat(HexFormat.of().formatHex(body)).isEqualTo(hex);
    assertThat(new ByteReader(frame).i32()).as("length").isEqualTo(body.length);
    byte[] again = Message.frame(Message.parse(body)).toBytes();
    assertThat(again).isEqualTo(frame);
  }

  static Stream<Arguments> nexts() {
    return Stream.of(
        Arguments.of(Samples.HOLDING, "0101ac02070106626c6f622d6102cafe"),
        Arguments.of(
            Samples.RAISING,
            "02094b415050412d3330331c6465762e6b617070612e43616e63656c6c6564457863657074696f6e026e6f000000"),
        Arguments.of(Samples.ENTER, "030568656c6c6f027b7d"),
        Arguments.of(Samples.AWAIT, "04ac0207"),
        Arguments.of(Samples.AWAIT_ALL, "05020102ac0207"),
        Arguments.of(Samples.RECEIVE, "06ac0207"),
        Arguments.of(Samples.SEND, "07ac02070101ac02070106626c6f622d6102cafe"),
        Arguments.of(Samples.SLEEP, "080000019b76daa800"),
        Arguments.of(Samples.RESULTS, "090200000001ac02070106626c6f622d6102cafe"),
        Arguments.of(Samples.COMPLETED, "0a01ac02070106626c6f622d6102cafe01023432"),
        Arguments.of(Samples.COMPLETED_CHILD, "0a00000000"),
        Arguments.of(
            Samples.FAILED,
            "0b094b415050412d33303103612e42066772c3bcc39f0106636861726765020b612e423a206772c3bcc39f062020617420780101ac02070106626c6f622d6102cafe"),
        Arguments.of(
            Samples.PARKED,
            "0c094b415050412d3330331c6465762e6b617070612e43616e63656c6c6564457863657074696f6e026e6f000000"),
        Arguments.of(Samples.SEND_TWO, "07ac02070200000001ac02070106626c6f622d6102cafe"),
        Arguments.of(Samples.SIGNAL, "0d08617070726f766564"),
        Arguments.of(
            Samples.SELECT,
            "0e05"
                + "04ac0207"
                + "060102"
                + "07ac02070101ac02070106626c6f622d6102cafe"
                + "080000019b76daa800"
                + "0d0161"
                + "00"),
        Arguments.of(Samples.POLL, "0e0106010201"),
        Arguments.of(Samples.END_SCOPE, "0f0102"),
        Arguments.of(Samples.CHOSEN, "10020101ac02070106626c6f622d6102cafe"),
        Arguments.of(Samples.NONE_CHOSEN, "100001000000"),
        Arguments.of(Samples.JSON, "11023432"),
        Arguments.of(Samples.URGENT_ELSEWHERE, "15036b65790462696c6c01023432000103616e6e02"),
        Arguments.of(Samples.PERMIT, "1603ac02036170690364e0d403"),
        Arguments.of(Samples.ELSEWHERE, "12036b65790462696c6c0102343200"),
        Arguments.of(Samples.TO_BE_CANCELLED, "12036b65790462696c6c0001"),
        Arguments.of(Samples.TELL, "130572756e2d320470616964023432"));
  }

  @ParameterizedTest
  @MethodSource("nexts")
  void nextHasItsBytes(Next next, String hex) {
    assertBytes(next, hex, Next::write, Next::read);
  }

  static Stream<Arguments> operations() {
    return Stream.of(
        Arguments.of(
            Samples.SPAWN, "010103056368696c640101ac02070106626c6f622d6102cafe0000000000000000"),
        Arguments.of(
            Samples.SPAWN_IN_GROUP,
            "010104000001ac02070106626c6f622d6102cafe010104c801010102010103627579"),
        Arguments.of(Samples.NEW_CHANNEL, "020105e807"),
        Arguments.of(Samples.CLOSE_CHANNEL, "03ac0207"),
        Arguments.of(Samples.CANCEL, "04ac0207"),
        Arguments.of(Samples.PUBLISH, "050870726f6772657373023432"),
        Arguments.of(Samples.START_RUN, "060106036b65790462696c6c023432"),
        Arguments.of(Samples.START_URGENT_RUN, "080106036b65790462696c6c0234320103616e6e02"),
        Arguments.of(Samples.ACQUIRE, "090108036170690364e0d403"),
        Arguments.of(Samples.SIGNAL_RUN, "0701070572756e2d320470616964023432"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operationHasItsBytes(Operation operation, String hex) {
    assertBytes(operation, hex, Operation::write, Operation::read);
  }

  static Stream<Arguments> continuations() {
    return Stream.of(
        Arguments.of(Samples.FIRST, "0000080000019b76daa80000000000000000"),
        Arguments.of(
            Samples.LATER,
            "020201ac02070106626c6f622d6102cafe0000000101ac02070106626c6f622d6102cafe05ac020180d0eab6b7330101020301"));
  }

  @ParameterizedTest
  @MethodSource("continuations")
  void continuationHasItsBytes(Continuation continuation, String hex) {
    assertBytes(continuation, hex, (out, c) -> c.write(out), Continuation::read);
  }

  private static <T> void assertBytes(
      T value, String hex, BiConsumer<ByteWriter, T> write, Function<ByteReader, T> read) {
    ByteWriter out = new ByteWriter();
    write.accept(out, value);
    assertThat(HexFormat.of().formatHex(out.toBytes())).isEqualTo(hex);
    ByteReader in = new ByteReader(out.toBytes());
    ByteWriter again = new ByteWriter();
    write.accept(again, read.apply(in));
    in.end();
    assertThat(again.toBytes()).isEqualTo(out.toBytes());
  }

  @Test
  void digestsAreAChain() {
    assertThat(Long.toHexString(Samples.COMMIT.digest())).isEqualTo("49d334dacdc0ce95");
    assertThat(Long.toHexString(Samples.NEXT_COMMIT.digest())).isEqualTo("5948d7ad3859a6ef");
  }

  @Test
  void digestIsOfTheHistoryAndNotOfTheAttempt() {
    Commit commit = Samples.COMMIT;
    AttemptRef later = new AttemptRef("run-1", Samples.TASK, 4);
    assertThat(with(later, commit.seq(), commit.base()).digest()).isEqualTo(commit.digest());
    assertThat(with(commit.ref(), 2, commit.base()).digest()).isNotEqualTo(commit.digest());
    assertThat(with(commit.ref(), commit.seq(), 1).digest()).isNotEqualTo(commit.digest());
  }

  private static Commit with(AttemptRef ref, long seq, long base) {
    return new Commit(ref, seq, base, Samples.LATER, Samples.COMMIT.operations(), false);
  }
}
