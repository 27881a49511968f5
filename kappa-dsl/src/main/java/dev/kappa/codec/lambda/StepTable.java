package dev.kappa.codec.lambda;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lambdas' bodies of a class, calculated when its jar was built. A table names the class files
 * that it was made of, by their hashes: where one is another now, the table counts as absent.
 *
 * <p>Bytes: format, number of files, each with name and hash; number of bodies, each with name,
 * signature, fingerprint, source, and the parameters' names by slot.
 */
public final class StepTable {
  /** Counts up when this format changes, or what a fingerprint is made of. */
  private static final int FORMAT = 1;

  /** Where a jar has the tables. */
  public static final String DIRECTORY = "META-INF/kappa/steps";

  private static final String DESERIALIZE = "$deserializeLambda$";
  private static final byte[] ABSENT = {};

  private StepTable() {}

  /** {@return where a jar has the table of a class called such as {@code a/b/C}} */
  public static String resource(String className) {
    return DIRECTORY + "/" + className.replace('/', '.');
  }

  /**
   * {@return the table of a class, or null if none of its lambdas can be stored}
   *
   * @param files gives the class file of a name such as {@code a/b/C}, or null
   * @throws IllegalArgumentException if a class file is newer than can be read
   */
  public static byte @Nullable [] of(Function<String, byte @Nullable []> files, String className) {
    byte[] bytes = files.apply(className);
    if (bytes == null || !new String(bytes, StandardCharsets.ISO_8859_1).contains(DESERIALIZE)) {
      return null;
    }
    Map<String, byte[]> read = new LinkedHashMap<>();
    ClassText.ClassFiles recorded =
        name -> {
          byte[] file = files.apply(name);
          read.put(name, hash(file));
          return file;
        };
    Map<String, Body> bodies = Fingerprints.bodies(recorded, className);
    return bodies == null ? null : toBytes(read, bodies);
  }

  /**
   * {@return the bodies of a class as its table says; null if it has none that can be trusted}
   *
   * @param className as {@code a/b/C}
   */
  static @Nullable Map<String, Body> read(ClassText.ClassFiles files, String className) {
    byte[] table = files.table(className);
    if (table == null) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(table))) {
      return in.readUnsignedByte() == FORMAT && isOf(files, in) ? bodies(in) : null;
    } catch (IOException e) {
      // Damaged: what it says can be calculated.
      return null;
    }
  }

  private static boolean isOf(ClassText.ClassFiles files, DataInputStream in) throws IOException {
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      String name = in.readUTF();
      byte[] hash = in.readNBytes(in.readUnsignedByte());
      if (!Arrays.equals(hash, hash(files.read(name)))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Body> bodies(DataInputStream in) throws IOException {
    Map<String, Body> bodies = new LinkedHashMap<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      String name = in.readUTF();
      String signature = in.readUTF();
      byte[] fingerprint = in.readNBytes(Fingerprints.BYTES);
      String source = in.readUTF();
      Map<Integer, String> variables = new HashMap<>();
      for (int more = in.readUnsignedShort(); more > 0; more--) {
        variables.put(in.readUnsignedShort(), in.readUTF());
      }
      bodies.put(
          name,
          new Body(name, signature, fingerprint, source.isEmpty() ? null : source, variables));
    }
    if (in.read() >= 0) {
      throw new IOException("bytes after the last body");
    }
    return bodies;
  }

  private static byte[] toBytes(Map<String, byte[]> files, Map<String, Body> bodies) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeShort(files.size());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.writeUTF(file.getKey());
        out.writeByte(file.getValue().length);
        out.write(file.getValue());
      }
      out.writeShort(bodies.size());
      for (Body body : bodies.values()) {
        write(out, body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Body body) throws IOException {
    out.writeUTF(body.name());
    out.writeUTF(body.signature());
    out.write(body.fingerprint());
    out.writeUTF(body.source() == null ? "" : body.source());
    out.writeShort(body.variables().size());
    for (Map.Entry<Integer, String> variable : body.variables().entrySet()) {
      out.writeShort(variable.getKey());
      out.writeUTF(variable.getValue());
    }
  }

  private static byte[] hash(byte @Nullable [] file) {
    return file == null ? ABSENT : Fingerprints.sha256(file);
  }
}
