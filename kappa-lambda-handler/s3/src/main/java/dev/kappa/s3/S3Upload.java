package dev.kappa.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object that is written: in one request if it fits in one part, else in parts of one size, each
 * with a checksum. Until {@link #complete} there is no object; parts of one that was not completed
 * are dropped when this is closed.
 */
final class S3Upload extends OutputStream {
  /** So an object has at most 10,000 parts: 78 GiB. */
  static final int PART = 8 << 20;

  private static final int MOST_PARTS = 10_000;

  private final S3Parts requests;
  private final S3Calls calls;
  private final S3Bucket whole;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[64 << 10];
  private int filled;
  private @Nullable String upload;
  private boolean completed;

  S3Upload(S3Parts requests, S3Calls calls, S3Bucket whole) {
    this.requests = requests;
    this.calls = calls;
    this.whole = whole;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (filled == PART) {
        sendPart();
      }
      int some = Math.min(length - done, PART - filled);
      if (filled + some > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(PART, Math.max(2 * buffer.length, filled + some)));
      }
      System.arraycopy(bytes, from + done, buffer, filled, some);
      filled += some;
      done += some;
    }
  }

  private void sendPart() throws IOException {
    if (parts.size() == MOST_PARTS) {
      throw new IOException(
          "s3://%s/%s: more than %d MiB (expected: less; write several objects)"
              .formatted(requests.bucket(), requests.key(), (long) MOST_PARTS * (PART >> 20)));
    }
    String id = upload == null ? begin() : upload;
    int number = parts.size() + 1;
    byte[] bytes = Arrays.copyOf(buffer, filled);
    parts.add(calls.run(requests.key(), () -> requests.send(id, number, bytes)));
    filled = 0;
  }

  private String begin() {
    String id = calls.run(requests.key(), () -> requests.begin(null));
    upload = id;
    return id;
  }

  /** All is written: from now on there is the object. */
  void complete() throws IOException {
    if (upload == null) {
      whole.write(requests.key(), Arrays.copyOf(buffer, filled));
    } else {
      sendPart();
      String id = Objects.requireNonNull(upload);
      calls.run(
          requests.key(),
          () -> {
            requests.complete(id, parts, all -> {});
            return id;
          });
    }
    completed = true;
  }

  @Override
  public void close() {
    String id = upload;
    if (completed || id == null) {
      return;
    }
    completed = true;
    requests.drop(id);
  }
}
