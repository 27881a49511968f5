package dev.kappa.apps.streaming;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A report in a directory that all workers see. */
record LocalReport(Path path) implements ReportFile {
  @Override
  public String place() {
    return path.toString();
  }

  @Override
  public void begin(byte[] line) throws IOException {
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException e) {
      requireOwn(line);
    }
    write(0, line);
  }

  private void requireOwn(byte[] line) throws IOException {
    long size = Files.size(path);
    int differs = size > line.length ? 0 : Arrays.mismatch(Files.readAllBytes(path), line);
    if (differs >= 0 && differs < size) {
      throw taken();
    }
  }

  /** They are written again if they are there: so they are on the disk in any case. */
  @Override
  public void write(long at, byte[] lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines);
    try (FileChannel out = open()) {
      if (out.size() < at) {
        throw cut(out.size(), at);
      }
      while (bytes.hasRemaining()) {
        out.write(bytes, at + bytes.position());
      }
      out.force(true);
    }
  }

  @Override
  public void end(long end) throws IOException {
    try (FileChannel out = open()) {
      out.truncate(end);
      out.force(true);
    }
  }

  private FileChannel open() throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw gone(e);
    }
  }
}
