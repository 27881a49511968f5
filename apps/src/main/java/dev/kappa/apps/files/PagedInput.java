package dev.kappa.apps.files;

import dev.kappa.objects.Bucket;
import java.io.IOException;
import java.io.InputStream;

/** An object that is read a page at a time, each by a request of its own. */
final class PagedInput extends InputStream {
  /** In bytes. */
  static final int PAGE = 1 << 18;

  private final Bucket bucket;
  private final String key;
  private byte[] page;
  private int at;

  /** The offset of the page behind this one. */
  private long next;

  PagedInput(Bucket bucket, String key) throws IOException {
    this.bucket = bucket;
    this.key = key;
    this.page = bucket.read(key, 0, PAGE);
    this.next = page.length;
  }

  @Override
  public int read() throws IOException {
    return atEnd() ? -1 : page[at++] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (atEnd()) {
      return -1;
    }
    int some = Math.min(length, page.length - at);
    System.arraycopy(page, at, bytes, from, some);
    at += some;
    return some;
  }

  /** A page that is not full is the last. */
  private boolean atEnd() throws IOException {
    if (at == page.length && page.length == PAGE) {
      page = bucket.read(key, next, PAGE);
      next += page.length;
      at = 0;
    }
    return at == page.length;
  }
}
