package dev.kappa.wire;

import java.util.Arrays;
import java.util.List;

/**
 * A value of the user's as bytes, with a clear header of what can be reached through it. The
 * coordinator reads the header and copies the body verbatim.
 *
 * @param handles the tasks and channels whose handles the value holds
 * @param blobs names of the blobs that hold parts of the value, or all of it
 * @param body the encoded value; not copied, not to be changed
 */
public record Payload(List<Handle> handles, List<String> blobs, byte[] body) {
  /** So many bytes take a handle, and a length, at most. */
  private static final int HANDLE = 20;

  private static final int LENGTH = 5;

  static final int LONGEST_BLOB_NAME = 512;

  /** No value: the result of what returns nothing. */
  public static final Payload NONE = new Payload(List.of(), List.of(), new byte[0]);

  /** Copies the lists. */
  public Payload {
    handles = List.copyOf(handles);
    blobs = List.copyOf(blobs);
  }

  /** {@return the number of bytes of the body} */
  public int size() {
    return body.length;
  }

  /** {@return how many bytes it takes at most, on the wire and in the store: its header, too} */
  public long whole() {
    long bytes = body.length + 3L * LENGTH + (long) HANDLE * handles.size();
    for (String blob : blobs) {
      bytes += LENGTH + 3L * blob.length();
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that
        && handles.equals(that.handles)
        && blobs.equals(that.blobs)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * handles.hashCode() + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return "Payload[" + body.length + " bytes, handles=" + handles + ", blobs=" + blobs + "]";
  }
}
