package dev.kappa.objects;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Gcm;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The messages that an invocation is given, or returns: in it, or, where they are too large, in an
 * object of a bucket, of which it carries the name. That is the claim check of Hohpe and Woolf.
 *
 * <p>Such an object is of one attempt, as blobs are: its name begins as theirs do, and it is read
 * for no other attempt. Its name has its length and its hash, so what was cut or changed is not
 * read.
 */
public sealed interface Carried {
  /** Messages of so many bytes fit in base64, with what is around them, in 6 MiB. */
  int MOST_INLINE = 4_600_000;

  /** The most that an object holds: results and frames of 40 MiB each, or two commits. */
  int MOST = 96 << 20;

  /** Which way it goes. */
  enum Way {
    /** What an invocation is given. */
    ORDER,
    /** What it returns. */
    ANSWER;

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** They are in the invocation. */
  record Inline(byte[] bytes) implements Carried {
    @Override
    public String toString() {
      return "Inline[" + bytes.length + " bytes]";
    }
  }

  /**
   * They are in an object.
   *
   * @param run whose attempt it is of
   * @param name as that of a blob: {@code TASK-EPOCH-BYTES-WAY-HASH-s3}
   * @param key opens it; empty if it is not encrypted
   */
  record Claim(String run, String name, byte[] key) implements Carried {
    private static final int PARTS = 6;
    private static final int BYTES = 2;
    private static final int HASH = 4;

    /**
     * Reads what {@link #text} gave.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static Claim parse(String text) {
      String[] parts = text.split("/", -1);
      boolean sealed = parts.length == 3;
      if (parts.length != 2 && !sealed) {
        throw new IllegalArgumentException(
            "a claim has %d parts (expected: RUN/NAME or RUN/NAME/KEY)".formatted(parts.length));
      }
      byte[] key = sealed ? Base64.getUrlDecoder().decode(parts[2]) : new byte[0];
      Claim claim = new Claim(parts[0], parts[1], key);
      if (parts[0].isEmpty() || !claim.isWellFormed() || sealed != BlobPlace.isSealed(parts[1])) {
        throw new IllegalArgumentException(
            "claim '%s/%s' (expected: the name of an order or an answer)"
                .formatted(parts[0], parts[1]));
      }
      return claim;
    }

    private boolean isWellFormed() {
      return name.matches("[0-9.]+-[0-9]+-[0-9]{1,9}-(order|answer)-[0-9a-f]{32}-s3e?")
          && bytes() <= MOST + Gcm.OVERHEAD;
    }

    /** {@return it as a text, with which whoever reads the bucket can have it} */
    public String text() {
      String place = run + "/" + name;
      return key.length == 0
          ? place
          : place + "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** {@return how many bytes the object has} */
    public int bytes() {
      return Integer.parseInt(part(BYTES));
    }

    private String part(int number) {
      return name.split("-", PARTS)[number];
    }

    /** {@return whether it is of that attempt, and goes that way} */
    public boolean isOf(AttemptRef attempt, Way way) {
      String start = attempt.task() + "-" + attempt.epoch() + "-" + bytes() + "-" + way.text();
      return run.equals(attempt.run()) && name.startsWith(start + "-");
    }

    /**
     * {@return the messages}
     *
     * @param object as it is in the bucket; null if there is none
     * @throws KappaException {@code NOT_DECODABLE} if it is not what was put there
     */
    public byte[] open(byte @Nullable [] object) {
      if (object == null) {
        throw wrong("is not there");
      }
      if (object.length != bytes()) {
        throw wrong("has %d bytes (expected: %d)".formatted(object.length, bytes()));
      }
      if (!BlobPlace.hash(object).equals(part(HASH))) {
        throw wrong("was changed since it was written; let nothing else write below its prefix");
      }
      return key.length == 0 ? object : SealedBlob.open(name, key, object);
    }

    private KappaException wrong(String what) {
      return new KappaException(
          ErrorCode.NOT_DECODABLE, "object %s of run %s %s".formatted(name, run, what));
    }

    /** Shows nothing of the key. */
    @Override
    public String toString() {
      return "Claim[" + run + "/" + name + "]";
    }
  }

  /**
   * What is to be put into the bucket before its claim is given to anyone.
   *
   * @param claim names it
   * @param object its bytes
   */
  record Checked(Claim claim, byte[] object) {
    /**
     * {@return messages, as they are put there}
     *
     * @param seals whether they are encrypted, with a key of their own, which is in the claim
     * @throws KappaException {@code PAYLOAD_TOO_LARGE} if they are more than {@link #MOST}
     */
    public static Checked of(AttemptRef attempt, Way way, byte[] messages, boolean seals) {
      if (messages.length > MOST) {
        throw new KappaException(
            ErrorCode.PAYLOAD_TOO_LARGE,
            "what an invocation is given or returns has %d bytes (expected: at most %d); give steps less at once, or pass on the names of files"
                .formatted(messages.length, MOST));
      }
      if (!seals) {
        String name = BlobPlace.marked(name(attempt, way, messages));
        return new Checked(new Claim(attempt.run(), name, new byte[0]), messages);
      }
      SealedBlob sealed = SealedBlob.seal(messages);
      String name = BlobPlace.markedSealed(name(attempt, way, sealed.bytes()));
      return new Checked(new Claim(attempt.run(), name, sealed.key()), sealed.bytes());
    }

    private static String name(AttemptRef attempt, Way way, byte[] object) {
      return String.join(
          "-",
          attempt.task().toString(),
          Long.toString(attempt.epoch()),
          Integer.toString(object.length),
          way.text(),
          BlobPlace.hash(object));
    }
  }
}
