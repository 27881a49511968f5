package dev.kappa.apps.grep;

import dev.kappa.apps.files.DataFile;
import dev.kappa.apps.files.Storage;
import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is searched.
 *
 * @param files all files
 * @param single whether one file was named: then its lines are written without its name
 * @param chunkBytes how large each chunk is but the last
 */
record Plan(List<DataFile> files, boolean single, long chunkBytes) {
  private static final long MOST_CHUNKS = 20_000;

  static Plan of(Storage.Listing listing, long chunkBytes) {
    long total = listing.files().stream().mapToLong(DataFile::size).sum();
    if (total / chunkBytes >= MOST_CHUNKS) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "input.chunkBytes: %d makes more than %d chunks of %d bytes (expected: at least %d)"
              .formatted(chunkBytes, MOST_CHUNKS, total, total / MOST_CHUNKS + 1));
    }
    return new Plan(listing.files(), listing.single(), chunkBytes);
  }

  /** {@return the chunks of each of {@code n} tasks, or of fewer where there are fewer chunks} */
  List<List<Chunk>> shares(int n) {
    List<Chunk> chunks = chunks();
    List<List<Chunk>> shares = new ArrayList<>();
    for (Chunk chunk : chunks) {
      if (shares.size() < n) {
        shares.add(new ArrayList<>());
      }
      shares.get(chunk.index() % n).add(chunk);
    }
    return shares;
  }

  /** Cuts the files as if they were one, each time after so many bytes. */
  List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    List<Range> ranges = new ArrayList<>();
    long room = chunkBytes;
    for (int number = 0; number < files.size(); number++) {
      DataFile file = files.get(number);
      for (long from = 0; from < file.size(); ) {
        long to = Math.min(file.size(), from + room);
        ranges.add(new Range(number, file, from, to));
        room -= to - from;
        from = to;
        if (room == 0) {
          chunks.add(new Chunk(chunks.size(), ranges));
          ranges = new ArrayList<>();
          room = chunkBytes;
        }
      }
    }
    if (!ranges.isEmpty()) {
      chunks.add(new Chunk(chunks.size(), ranges));
    }
    return chunks;
  }
}
