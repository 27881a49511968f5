package dev.kappa.tests;

import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketSettings;
import dev.kappa.objects.ObjectEntry;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server that speaks as S3, in a process of its own, with one bucket. */
public final class S3Server implements AutoCloseable {
  /** The one bucket that there is. */
  public static final String BUCKET = "data";

  /** What is to be in the environment of who uses it: it takes any. */
  public static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID", "test",
          "AWS_SECRET_ACCESS_KEY", "test",
          "AWS_EC2_METADATA_DISABLED", "true");

  private static final Path JAR = Path.of("target", "s3-server", "s3mock-exec.jar");

  private final Path directory;
  private final int port = OwnRedis.freePort();
  private volatile Process process;

  private S3Server(Path directory) throws IOException {
    this.directory = directory;
    this.process = launch();
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(directory.resolve("s3.log").toFile()))
        .start();
  }

  /** Starts one whose objects are in {@code directory}; waits until it serves. */
  public static S3Server start(Path directory) throws IOException {
    // Tests themselves ask it, too.
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    S3Server server = new S3Server(Files.createDirectories(directory));
    try {
      Eventually.holds("the S3 server listens", server::listens);
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  /** {@return its process, of which there is another after each start} */
  public Process process() {
    return process;
  }

  /** {@return where it keeps all: the objects, and what it knows of them in files of JSON} */
  public Path objects() {
    return directory.resolve("objects");
  }

  /** Ends the server as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again on the same port and objects; waits until it serves. */
  public void startAgain() throws IOException {
    process = launch();
    Eventually.holds("the S3 server listens again", this::listens);
  }

  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        JAR.toAbsolutePath().toString(),
        "--http.port=" + port,
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--com.adobe.testing.s3mock.store.root=" + objects(),
        "--com.adobe.testing.s3mock.max-payload-size=64MB",
        "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new AssertionError("the S3 server ended; its log is in " + directory);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** {@return its port} */
  public int port() {
    return port;
  }

  /** {@return where it listens} */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** {@return the bucket} */
  public Bucket bucket() {
    return Bucket.of("s3://" + BUCKET, new BucketSettings("us-east-1", uri(), null, null, null));
  }

  /** {@return the keys that begin so} */
  public List<String> keys(String prefix) {
    return bucket().list(prefix, Integer.MAX_VALUE).stream().map(ObjectEntry::key).toList();
  }

  @Override
  public void close() {
    kill();
  }
}
