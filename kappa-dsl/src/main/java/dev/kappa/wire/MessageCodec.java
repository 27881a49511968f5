package dev.kappa.wire;

import dev.kappa.wire.Message.Address;
import dev.kappa.wire.Message.Alive;
import dev.kappa.wire.Message.Assigned;
import dev.kappa.wire.Message.Blob;
import dev.kappa.wire.Message.BlobStored;
import dev.kappa.wire.Message.Commits;
import dev.kappa.wire.Message.Committed;
import dev.kappa.wire.Message.FetchBlob;
import dev.kappa.wire.Message.FetchFrames;
import dev.kappa.wire.Message.Frames;
import dev.kappa.wire.Message.Grant;
import dev.kappa.wire.Message.Heartbeat;
import dev.kappa.wire.Message.Hello;
import dev.kappa.wire.Message.Moved;
import dev.kappa.wire.Message.Poll;
import dev.kappa.wire.Message.PutBlob;
import dev.kappa.wire.Message.Refused;
import dev.kappa.wire.Message.Released;
import dev.kappa.wire.Message.Superseded;
import dev.kappa.wire.Message.Unwanted;
import dev.kappa.wire.Message.Welcome;
import dev.kappa.wire.Message.Yielded;

/** The bytes of messages: a kind, then the fields in order. */
final class MessageCodec {
  private MessageCodec() {}

  static void write(ByteWriter out, Message message) {
    switch (message) {
      case Hello m ->
          out.u8(1)
              .varint(m.version())
              .text(m.token())
              .text(m.invocation())
              .i64(m.instance())
              .text(m.application())
              .optional(m.resident(), ByteWriter::text);
      case Poll m -> out.u8(2).varint(m.lingerMillis()).varint(m.remainingMillis());
      case Commits m -> m.commit().write(out.u8(3));
      case FetchFrames m -> {
        m.ref().write(out.u8(4));
        out.i64(m.base()).varint(m.below());
      }
      case FetchBlob m -> {
        m.ref().write(out.u8(5));
        out.text(m.name());
      }
      case PutBlob m -> {
        m.ref().write(out.u8(6));
        out.text(m.name()).blob(m.bytes());
      }
      case Heartbeat m -> m.ref().write(out.u8(7));
      case Grant m -> {
        m.ref().write(out.u8(8));
        out.text(m.token());
      }
      case Welcome m ->
          out.u8(33)
              .varint(m.heartbeatMillis())
              .varint(m.silenceMillis())
              .varint(m.lingerMillis())
              .list(m.peers(), MessageCodec::write);
      case Refused m -> out.u8(34).text(m.code()).text(m.message());
      case Assigned m -> m.assignment().write(out.u8(35));
      case Released m -> out.u8(36);
      case Committed m ->
          out.u8(37)
              .varint(m.seq())
              .bool(m.cancel())
              .optional(m.next(), (o, next) -> Next.write(o, next));
      case Yielded m -> out.u8(38).varint(m.seq());
      case Superseded m -> out.u8(39).varint(m.seq()).text(m.reason());
      case Frames m -> out.u8(40).list(m.frames(), ByteWriter::payload);
      case Blob m -> out.u8(41).optional(m.bytes(), ByteWriter::blob);
      case BlobStored m -> out.u8(42);
      case Moved m -> write(out.u8(43), m.to());
      case Alive m ->
          out.u8(44)
              .optional(m.giveBack(), (o, ref) -> ref.write(o))
              .list(m.peers(), MessageCodec::write)
              .optional(m.token(), ByteWriter::text);
      case Unwanted m -> {
        m.attempt().write(out.u8(45));
        out.bool(m.superseded());
      }
    }
  }

  private static void write(ByteWriter out, Address address) {
    out.text(address.host()).varint(address.port());
  }

  private static Address address(ByteReader in) {
    return new Address(in.text(), in.count());
  }

  static Message read(ByteReader in) {
    int kind = in.u8();
    return switch (kind) {
      case 1 ->
          new Hello(
              in.count(), in.text(), in.text(), in.i64(), in.text(), in.optional(ByteReader::text));
      case 2 -> new Poll(in.varint(), in.varint());
      case 3 -> new Commits(Commit.read(in));
      case 4 -> new FetchFrames(AttemptRef.read(in), in.i64(), in.count());
      case 5 -> new FetchBlob(AttemptRef.read(in), in.text());
      case 6 -> new PutBlob(AttemptRef.read(in), in.text(), in.blob());
      case 7 -> new Heartbeat(AttemptRef.read(in));
      case 8 -> new Grant(AttemptRef.read(in), in.text());
      case 33 -> new Welcome(in.varint(), in.varint(), in.varint(), in.list(MessageCodec::address));
      case 34 -> new Refused(in.text(), in.text());
      case 35 -> new Assigned(Assignment.read(in));
      case 36 -> new Released();
      case 37 -> new Committed(in.varint(), in.bool(), in.optional(Next::read));
      case 38 -> new Yielded(in.varint());
      case 39 -> new Superseded(in.varint(), in.text());
      case 40 -> new Frames(in.list(ByteReader::payload));
      case 41 -> new Blob(in.optional(ByteReader::blob));
      case 42 -> new BlobStored();
      case 43 -> new Moved(address(in));
      case 44 ->
          new Alive(
              in.optional(AttemptRef::read),
              in.list(MessageCodec::address),
              in.optional(ByteReader::text));
      case 45 -> new Unwanted(AttemptRef.read(in), in.bool());
      default -> throw new MalformedMessageException("kind of message: " + kind);
    };
  }
}
