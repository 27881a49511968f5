package dev.kappa.coordinator.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the simulated Redis, as Lettuce shows it. Commands arrive in order, and are
 * answered in order. What was on its way when it is closed may still arrive.
 */
final class SimulatedConnection {
  private final SimulatedRedis server;
  private final RedisWorld world;
  private final VirtualEventLoop loop;
  private final Set<SimulatedReply> underWay = new LinkedHashSet<>();
  private final List<RedisConnectionStateListener> listeners = new ArrayList<>();
  private final int generation;
  private boolean open = true;
  private long arrives;
  private long answers;
  private long cutAt = Long.MAX_VALUE;
  private long stalledUntil;

  SimulatedConnection(SimulatedRedis server, RedisWorld world, VirtualEventLoop loop) {
    this.server = server;
    this.world = world;
    this.loop = loop;
    this.generation = server.generation();
  }

  /** {@return this as Lettuce's type} */
  @SuppressWarnings("unchecked")
  StatefulRedisConnection<byte[], byte[]> view() {
    Object[] commands = new Object[1];
    Object view =
        proxy(
            StatefulRedisConnection.class,
            (method, arguments) ->
                switch (method) {
                  case "async" -> commands[0];
                  case "isOpen" -> open;
                  case "addListener" -> listeners.add((RedisConnectionStateListener) arguments[0]);
                  case "closeAsync" -> close();
                  default -> throw new UnsupportedOperationException(method);
                });
    commands[0] =
        proxy(
            RedisAsyncCommands.class,
            (method, arguments) ->
                send(new Command(key(method, arguments), command(method, arguments))));
    return (StatefulRedisConnection<byte[], byte[]>) view;
  }

  private interface Call {
    @Nullable Object call(String method, Object[] arguments);
  }

  private static Object proxy(Class<?> type, Call call) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> answer(self, method, arguments, call));
  }

  private static @Nullable Object answer(
      Object self, Method method, Object @Nullable [] arguments, Call call) {
    Object[] given = arguments == null ? new Object[0] : arguments;
    return switch (method.getName()) {
      case "equals" -> System.identityHashCode(self) == System.identityHashCode(given[0]);
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> "a simulated connection";
      default -> {
        Object result = call.call(method.getName(), given);
        yield method.getReturnType() == void.class ? null : result;
      }
    };
  }

  // ---- the way there and back

  /**
   * Something that is asked.
   *
   * @param key the first that it names
   * @param action does it
   */
  private record Command(String key, Supplier<@Nullable Object> action) {}

  private SimulatedReply send(Command command) {
    var reply = new SimulatedReply();
    if (!open) {
      reply.completeExceptionally(new RedisException("Connection closed"));
      return reply;
    }
    underWay.add(reply);
    arrives = Math.max(arrives, world.now() + world.delay());
    world.at(arrives, () -> arrive(command, reply));
    return reply;
  }

  private void arrive(Command command, SimulatedReply reply) {
    if (world.now() >= cutAt || server.generation() != generation) {
      return;
    }
    if (world.now() < stalledUntil) {
      world.at(stalledUntil, () -> arrive(command, reply));
      return;
    }
    if (world.isAway(command.key)) {
      fail(reply, new RedisCommandExecutionException("CLUSTERDOWN Hash slot not served"));
      return;
    }
    switch (world.trouble(command.key)) {
      case NONE -> execute(command, reply);
      case REFUSED -> fail(reply, new RedisCommandExecutionException("OOM command not allowed"));
      case LOST -> cut();
      case UNACKNOWLEDGED -> {
        run(command);
        cut();
      }
      case SILENT -> run(command);
      case STALLED -> {
        long until = world.now() + world.stall();
        stall(command, reply, until, until % 2 == 0);
      }
      case DONE_LATE -> stall(command, reply, world.then(command.key), true);
      case ANSWERED_LATE -> stall(command, reply, world.then(command.key), false);
    }
  }

  /** The way there stands still, or the way back. What is on it keeps its order. */
  private void stall(Command command, SimulatedReply reply, long until, boolean there) {
    if (there) {
      stalledUntil = until;
      arrives = Math.max(arrives, until);
      world.at(until, () -> arrive(command, reply));
    } else {
      answers = Math.max(answers, until);
      execute(command, reply);
    }
  }

  private @Nullable Object run(Command command) {
    try {
      return command.action.get();
    } catch (RedisCommandExecutionException e) {
      return e;
    }
  }

  private void execute(Command command, SimulatedReply reply) {
    Object result = run(command);
    if (result instanceof RedisCommandExecutionException e) {
      fail(reply, e);
    } else {
      back(
          () -> {
            if (underWay.remove(reply)) {
              reply.complete(result);
            }
          });
    }
  }

  private void fail(SimulatedReply reply, RuntimeException error) {
    back(
        () -> {
          if (underWay.remove(reply)) {
            reply.completeExceptionally(error);
          }
        });
  }

  private void back(Runnable action) {
    answers = Math.max(answers, world.now() + world.delay());
    world.at(answers, () -> loop.execute(action));
  }

  /** Breaks: what has not arrived does not arrive, what is not answered is not answered. */
  void cut() {
    cutAt = world.now();
    world.at(world.now() + world.delay(), () -> loop.execute(this::lose));
  }

  private void lose() {
    if (open) {
      CompletableFuture<Void> closed = close();
      closed.join();
      listeners.forEach(listener -> listener.onRedisDisconnected(null));
    }
  }

  private CompletableFuture<Void> close() {
    if (open) {
      open = false;
      server.closed(this);
      List<SimulatedReply> lost = List.copyOf(underWay);
      underWay.clear();
      lost.forEach(reply -> reply.completeExceptionally(new RedisException("Connection lost")));
    }
    return CompletableFuture.completedFuture(null);
  }

  // ---- commands in Lettuce's types

  private static String key(String method, Object[] a) {
    return switch (method) {
      case "evalsha", "eval" -> text(((Object[]) a[2])[0]);
      case "exists" -> text(((Object[]) a[0])[0]);
      default -> text(a[0]);
    };
  }

  private Supplier<@Nullable Object> command(String method, Object[] a) {
    return switch (method) {
      case "evalsha" -> () -> bytesOf(server.evalsha((String) a[0], texts(a[2]), texts(a[3])));
      case "eval" -> () -> bytesOf(server.eval((byte[]) a[0], texts(a[2]), texts(a[3])));
      case "exists" -> () -> server.call(List.of("EXISTS", text(((Object[]) a[0])[0])));
      case "get" -> () -> bytesOf(server.call(List.of("GET", text(a[0]))));
      case "hget" -> () -> bytesOf(server.call(List.of("HGET", text(a[0]), text(a[1]))));
      case "hmget" -> () -> hmget(text(a[0]), texts(a[1]));
      case "hgetall" -> () -> hgetall(text(a[0]));
      case "smembers" -> () -> smembers(text(a[0]));
      case "zrangebyscore" -> () -> list(range(text(a[0]), a, List.of()));
      case "zrangebyscoreWithScores" ->
          () -> scored(list(range(text(a[0]), a, List.of("WITHSCORES"))));
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private List<Object> list(List<String> words) {
    Object reply = bytesOf(server.call(words));
    List<Object> list = new ArrayList<>();
    if (reply instanceof List<?> found) {
      list.addAll(found);
    }
    return list;
  }

  private Object smembers(String key) {
    return new LinkedHashSet<>(list(List.of("SMEMBERS", key)));
  }

  private Object hmget(String key, List<String> names) {
    List<String> words = new ArrayList<>(List.of("HMGET", key));
    words.addAll(names);
    List<Object> values = list(words);
    List<KeyValue<byte[], byte[]>> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      found.add(KeyValue.fromNullable(SimulatedRedis.bytes(names.get(i)), (byte[]) values.get(i)));
    }
    return found;
  }

  private Object hgetall(String key) {
    List<Object> flat = list(List.of("HGETALL", key));
    Map<Object, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(flat.get(i), flat.get(i + 1));
    }
    return fields;
  }

  private static Object scored(List<Object> flat) {
    List<ScoredValue<byte[]>> found = new ArrayList<>();
    for (int i = 0; i < flat.size(); i += 2) {
      double score = Keyspace.score(text(flat.get(i + 1)));
      found.add(ScoredValue.just(score, (byte[]) flat.get(i)));
    }
    return found;
  }

  private static List<String> range(String key, Object[] a, List<String> options) {
    Range<?> range = (Range<?>) a[1];
    Limit limit = (Limit) a[2];
    List<String> words = new ArrayList<>(List.of("ZRANGEBYSCORE", key));
    words.add(bound(range.getLower(), "-inf"));
    words.add(bound(range.getUpper(), "+inf"));
    words.addAll(options);
    words.addAll(
        List.of("LIMIT", Long.toString(limit.getOffset()), Long.toString(limit.getCount())));
    return words;
  }

  private static String bound(Range.Boundary<?> boundary, String unbounded) {
    Object value = boundary.getValue();
    if (value == null) {
      return unbounded;
    }
    return (boundary.isIncluding() ? "" : "(") + value;
  }

  private static @Nullable Object bytesOf(@Nullable Object reply) {
    return switch (reply) {
      case null -> null;
      case String text -> SimulatedRedis.bytes(text);
      case List<?> list -> {
        List<@Nullable Object> converted = new ArrayList<>();
        list.forEach(each -> converted.add(bytesOf(each)));
        yield converted;
      }
      default -> reply;
    };
  }

  private static List<String> texts(Object bytes) {
    List<String> texts = new ArrayList<>();
    for (Object each : (Object[]) bytes) {
      texts.add(text(each));
    }
    return texts;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, ISO_8859_1);
  }

  static String sha1(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
