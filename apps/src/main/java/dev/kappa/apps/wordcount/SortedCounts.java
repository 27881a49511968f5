package dev.kappa.apps.wordcount;

import dev.kappa.StepContext;
import dev.kappa.apps.files.Scratch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Files of counts that steps leave for each other: each word once, in {@link Count#BY_WORD}. */
record SortedCounts(Scratch scratch) {
  /** How many files are merged, and so open, at once. */
  private static final int AT_ONCE = 200;

  /** {@return the file {@code name}, into which {@code counts} were written} */
  String write(String name, Iterator<Count> counts) throws IOException {
    return scratch.write(
        name,
        out -> {
          while (counts.hasNext()) {
            write(out, counts.next());
          }
          out.writeInt(-1);
          return name;
        });
  }

  /** {@return a file with the sum of {@code files}} */
  String sum(List<String> files) throws IOException {
    return sum("sum-" + StepContext.current().task(), files);
  }

  /**
   * {@return the file {@code name} with the sum of {@code files}, of which few are open at once}
   */
  String sum(String name, List<String> files) throws IOException {
    List<String> left = new ArrayList<>(files);
    for (int round = 0; left.size() > AT_ONCE; round++) {
      List<String> some = left.subList(0, AT_ONCE);
      String merged = merge(name + "-" + round, List.copyOf(some));
      some.clear();
      left.add(merged);
    }
    return merge(name, left);
  }

  private String merge(String name, List<String> files) throws IOException {
    try (Readers readers = read(files)) {
      return write(name, new Merge(readers.all));
    }
  }

  /** {@return readers of {@code files}, to be closed} */
  Readers read(List<String> files) throws IOException {
    return new Readers(scratch, files);
  }

  private static void write(DataOutputStream out, Count count) throws IOException {
    byte[] word = count.word().getBytes(StandardCharsets.UTF_8);
    out.writeInt(word.length);
    out.write(word);
    out.writeLong(count.count());
  }

  /** Several files, read one count at a time. */
  static final class Readers implements AutoCloseable {
    final List<Reader> all = new ArrayList<>();

    private Readers(Scratch scratch, List<String> files) throws IOException {
      try {
        for (String file : files) {
          all.add(new Reader(scratch.openAmongMany(file)));
        }
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      for (Reader reader : all) {
        reader.in.close();
      }
    }
  }

  /** The counts of one file. */
  static final class Reader implements Iterator<Count> {
    private final DataInputStream in;
    private @Nullable Count next;

    Reader(DataInputStream in) throws IOException {
      this.in = in;
      this.next = read();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Count next() {
      Count head = next;
      if (head == null) {
        throw new NoSuchElementException();
      }
      try {
        next = read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return head;
    }

    private @Nullable Count read() throws IOException {
      int length = in.readInt();
      if (length < 0) {
        return null;
      }
      byte[] word = new byte[length];
      in.readFully(word);
      return new Count(new String(word, StandardCharsets.UTF_8), in.readLong());
    }
  }
}
