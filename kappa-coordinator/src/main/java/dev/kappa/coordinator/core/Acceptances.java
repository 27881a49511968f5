package dev.kappa.coordinator.core;

import dev.kappa.error.ErrorCode;
import dev.kappa.wire.ByteReader;
import dev.kappa.wire.Rebinding;
import io.vavr.collection.Map;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which code was accepted in a run for code that was edited. */
final class Acceptances {
  /** In a run. */
  static final int MOST = 1000;

  private Acceptances() {}

  static Applied apply(Transition t, Command.Accept c) {
    Reply refusal = refusal(t, c);
    if (refusal != null) {
      return t.end(refusal);
    }
    c.rebindings().forEach(each -> t.putAccepted(key(each), each.to()));
    return Core.unpark(t);
  }

  private static @Nullable Reply refusal(Transition t, Command.Accept c) {
    if (t.header().status().ended()) {
      return new Reply.Refused(
          ErrorCode.RUN_ENDED, "accept: the run has ended, none of its tasks goes on");
    }
    if (t.accepted().size() + c.rebindings().size() > MOST) {
      return new Reply.Refused(
          ErrorCode.RUN_TOO_LARGE,
          "accept: %d bodies, and %d were accepted in the run before (expected: at most %d in all)"
              .formatted(c.rebindings().size(), t.accepted().size(), MOST));
    }
    return null;
  }

  private static String key(Rebinding rebinding) {
    return rebinding.from() + rebinding.type();
  }

  /** {@return what a worker is told} */
  static List<Rebinding> of(Map<String, String> accepted) {
    return accepted
        .map(each -> new Rebinding(each._1.substring(32), each._1.substring(0, 32), each._2))
        .toJavaList();
  }

  /** {@return the field of a run in which it is stored} */
  static String field(String key) {
    return "b" + key;
  }

  static byte[] toBytes(String to, Format format) {
    return format.begin(64).text(to).toBytes();
  }

  static String read(byte[] bytes) {
    return Entities.read(bytes, ByteReader::text);
  }
}
