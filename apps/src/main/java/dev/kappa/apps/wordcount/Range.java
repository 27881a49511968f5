package dev.kappa.apps.wordcount;

import dev.kappa.apps.files.DataFile;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Some lines of a file.
 *
 * @param file the file
 * @param from the offset of the first byte
 * @param to the offset after the last byte
 */
record Range(DataFile file, long from, long to) {
  private static final int BUFFER = 1 << 16;

  /** Gives {@code sink} the words of these lines, in their order. Its memory is bounded. */
  void read(Consumer<String> sink) throws IOException {
    try (ReadableByteChannel channel = file.open(from)) {
      decode(channel, new Words(file.toString(), sink));
    }
  }

  private void decode(ReadableByteChannel channel, Words words) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    CharBuffer chars = CharBuffer.allocate(BUFFER);
    for (long at = from; at < to; ) {
      at += fill(bytes, channel, to - at);
      CoderResult result = decoder.decode(bytes.flip(), chars, at == to);
      if (result.isError()) {
        throw malformed(at - bytes.remaining());
      }
      words.read(chars.flip());
      chars.clear();
      bytes.compact();
    }
    words.end();
  }

  private int fill(ByteBuffer bytes, ReadableByteChannel channel, long most) throws IOException {
    int before = bytes.position();
    bytes.limit((int) Math.min(bytes.capacity(), before + most));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException(
            file + " ends before byte " + to + "; it was cut while its words were counted");
      }
    }
    return bytes.position() - before;
  }

  private KappaException malformed(long offset) {
    return new KappaException(
        ErrorCode.INVALID_INPUT,
        file
            + ", byte "
            + offset
            + ": not UTF-8 (expected: text in UTF-8); convert the file, for example with iconv");
  }
}
