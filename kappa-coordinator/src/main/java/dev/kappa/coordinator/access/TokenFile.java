package dev.kappa.coordinator.access;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of tokens. It is read again each second: a line that is added or removed counts from then
 * on. If it can't be read or is malformed, what was read last stays, and the log says so.
 */
public final class TokenFile implements Tokens, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final int MAX_BYTES = 1 << 20;
  private static final int SECONDS = 1;

  private final Path file;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kappa-tokens").factory());
  private byte[] bytes;
  private volatile TokenLines lines;
  private boolean told;

  private TokenFile(Path file) {
    this.file = file;
    this.bytes = read(file);
    this.lines = TokenLines.parse(file.toString(), bytes);
  }

  /**
   * Opens one.
   *
   * @throws KappaException {@code FILE_NOT_FOUND} if it can't be read, {@code BAD_REQUEST} if it is
   *     malformed
   */
  public static TokenFile open(Path file) {
    TokenFile opened = new TokenFile(file);
    var unused =
        opened.rounds.scheduleWithFixedDelay(opened::refresh, SECONDS, SECONDS, TimeUnit.SECONDS);
    return opened;
  }

  /** Reads it again. */
  synchronized void refresh() {
    try {
      byte[] now = read(file);
      if (!Arrays.equals(now, bytes)) {
        lines = TokenLines.parse(file.toString(), now);
        bytes = now;
        LOG.info("the tokens of {} are read again", file);
      }
      told = false;
    } catch (KappaException e) {
      if (!told) {
        LOG.warn("the tokens that were read last stay: {}", e.getMessage());
      }
      told = true;
    }
  }

  @Override
  public Optional<Caller.Holder> find(String token) {
    return lines.find(token);
  }

  private static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new KappaException(
            ErrorCode.BAD_REQUEST,
            "%s has more than %d bytes (expected: a file of tokens)".formatted(file, MAX_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, "read", e);
    }
  }

  /**
   * Makes a token and adds its line to a file, which is made if there is none; only its owner may
   * read it then.
   *
   * @throws KappaException {@code BAD_REQUEST} if the name is malformed or taken, or the file is
   *     none of tokens
   */
  public static Token add(Path file, String name, Role role) {
    if (!TokenLines.isName(name)) {
      throw new KappaException(
          ErrorCode.BAD_REQUEST,
          "token '%s' (expected: 1 to 64 letters, digits, '-', '_' or '.')".formatted(name));
    }
    Token token = Token.random();
    create(file);
    String before = new String(read(file), StandardCharsets.UTF_8);
    String line = (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + token.line(name, role);
    byte[] after = (before + line + "\n").getBytes(StandardCharsets.UTF_8);
    TokenLines.parse(file.toString(), after);
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unreadable(file, "written", e);
    }
    return token;
  }

  private static void create(Path file) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // It is added to.
    } catch (IOException e) {
      throw unreadable(file, "made", e);
    }
  }

  private static KappaException unreadable(Path file, String what, IOException e) {
    return new KappaException(
        ErrorCode.FILE_NOT_FOUND, "%s can't be %s: %s".formatted(file, what, e), e);
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
