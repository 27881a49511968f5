package dev.kappa.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Appends items to a log, some 1,000 a second, until it is closed. It writes pieces that end
 * anywhere, also in the middle of a line or of a character, and begins a segment now and then.
 */
final class ItemProducer implements AutoCloseable {
  private static final int SEGMENT_BYTES = 100_000;
  private static final int PIECE = 20;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final String[] KEYS = {"a", "b", "c", "dä", "€", "rare"};

  private final Random random = new Random(1);
  private final Path log;
  private final Thread thread = new Thread(this::produce, "producer");
  private volatile boolean ended;
  private long items;
  private int segment;

  private ItemProducer(Path log) {
    this.log = log;
  }

  static ItemProducer start(Path log) {
    ItemProducer producer = new ItemProducer(log);
    producer.thread.start();
    return producer;
  }

  private void produce() {
    while (!ended) {
      segment++;
      Path file = log.resolve("%06d.jsonl".formatted(segment));
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (int bytes = 0; bytes < SEGMENT_BYTES && !ended; bytes += write(out)) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Writes some items in two pieces. */
  private int write(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PIECE; i++) {
      text.append(item());
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    int cut = random.nextInt(bytes.length);
    out.write(bytes, 0, cut);
    LockSupport.parkNanos(PAUSE_NANOS / 20);
    out.write(bytes, cut, bytes.length - cut);
    items += PIECE;
    return bytes.length;
  }

  private String item() {
    long late = random.nextInt(30) == 0 ? random.nextInt(3_000) : random.nextInt(200);
    return String.format(
        Locale.ROOT,
        "{\"key\":\"%s\",\"time\":%d,\"value\":%.2f}\n",
        KEYS[random.nextInt(1 + random.nextInt(KEYS.length))],
        System.currentTimeMillis() - late,
        random.nextGaussian() * 100);
  }

  /** Ends it, and gives how many items there are. */
  long end() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return items;
  }

  @Override
  public void close() {
    end();
  }
}
