package dev.kappa.coordinator.store;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A script of the store, called by its digest and sent whole where the server doesn't have it. */
final class Script {
  static final Script OPEN = new Script("open");
  static final Script TAKE_OVER = new Script("take-over");
  static final Script REAFFIRM = new Script("reaffirm");
  static final Script RELEASE = new Script("release");
  static final Script HEARTBEAT = new Script("heartbeat");
  static final Script LEAVE = new Script("leave");
  static final Script WRITE = new Script("write");
  static final Script PUT_BLOB = new Script("put-blob");
  static final Script PURGE = new Script("purge");
  static final Script LIST = new Script("list");

  private final byte[] body;
  private final String digest;

  private Script(String file) {
    body = read(file + ".lua");
    digest = sha1(body);
  }

  /** {@return the name under which the server knows the script} */
  String digest() {
    return digest;
  }

  /** Calls a script that replies with a list; its strings come as {@code byte[]}. */
  CompletionStage<List<Object>> list(
      RedisAsyncCommands<byte[], byte[]> redis, List<byte[]> keys, List<byte[]> arguments) {
    return call(redis, ScriptOutputType.MULTI, keys, arguments);
  }

  /** Calls a script that replies with a number. */
  CompletionStage<Long> number(
      RedisAsyncCommands<byte[], byte[]> redis, List<byte[]> keys, List<byte[]> arguments) {
    return call(redis, ScriptOutputType.INTEGER, keys, arguments);
  }

  private <T> CompletionStage<T> call(
      RedisAsyncCommands<byte[], byte[]> redis,
      ScriptOutputType type,
      List<byte[]> keys,
      List<byte[]> arguments) {
    byte[][] keyArray = keys.toArray(byte[][]::new);
    byte[][] argumentArray = arguments.toArray(byte[][]::new);
    return redis
        .<T>evalsha(digest, type, keyArray, argumentArray)
        .exceptionallyCompose(
            error -> {
              if (unwrap(error) instanceof RedisNoScriptException) {
                return redis.eval(body, type, keyArray, argumentArray);
              }
              throw new CompletionException(unwrap(error));
            });
  }

  /** {@return what really went wrong} */
  static Throwable unwrap(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause : error;
  }

  private static byte[] read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource " + file + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
