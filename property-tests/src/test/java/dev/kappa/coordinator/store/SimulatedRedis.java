package dev.kappa.coordinator.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server in a simulated world. It runs the store's own scripts, and knows by itself which
 * batches may be written: what the scripts let through beyond that is a broken rule.
 */
public final class SimulatedRedis {
  private static final int KEPT = 12;

  private final RedisWorld world;
  private final Commands commands;
  private final Deque<State> former = new ArrayDeque<>();
  private final java.util.Set<SimulatedConnection> connections = new LinkedHashSet<>();
  private LuaScripts scripts;
  private State state =
      new State(
          Keyspace.empty(),
          io.vavr.collection.HashMap.empty(),
          io.vavr.collection.HashMap.empty(),
          HashSet.empty());
  private long downUntil;
  private int generation;
  private int largestRun;
  private int mostFields;
  private int partitions = 1;

  /**
   * What the server holds.
   *
   * @param owners the last to take over, by the partition's header
   * @param last the id of the last batch, by the partition's header
   * @param batches the ids of all batches that were written
   */
  private record State(
      Keyspace data,
      io.vavr.collection.Map<String, String> owners,
      io.vavr.collection.Map<String, String> last,
      Set<String> batches) {
    State with(Keyspace other) {
      return new State(other, owners, last, batches);
    }

    State takenOver(Keyspace other, String header, String owner, String first) {
      String batch = last.getOrElse(header, first);
      return new State(other, owners.put(header, owner), last.put(header, batch), batches);
    }

    State written(Keyspace other, String header, String batch) {
      return new State(other, owners, last.put(header, batch), batches.add(batch));
    }
  }

  /** An empty server. */
  public SimulatedRedis(RedisWorld world) {
    this.world = world;
    this.commands = new Commands(world::now);
    this.scripts = new LuaScripts(commands);
  }

  /** {@return the store on this server for a coordinator whose loop is {@code loop}} */
  public Store store(ScheduledExecutorService loop, int partitions) {
    this.partitions = partitions;
    return new SimulatedStore(this, VirtualEventLoop.of(loop, world::pause), partitions);
  }

  /** Another server takes over, to which the last {@code lost} batches had not come. */
  public void failOver(int lost, long millis) {
    State found = state;
    for (int i = 0; i < lost && !former.isEmpty(); i++) {
      found = former.removeLast();
    }
    state = found;
    generation++;
    commands.data(found.data());
    scripts = new LuaScripts(commands);
    downUntil = world.now() + millis;
    List.copyOf(connections).forEach(SimulatedConnection::cut);
  }

  /** {@return the owner that the header of a run's partition names} */
  public String ownerOf(String run) {
    String owner = commands.data().field(partitionOf(run), "owner");
    return owner == null ? "" : owner;
  }

  /** {@return the key of the header of a run's partition} */
  public String partitionOf(String run) {
    int number = Math.floorMod(run.hashCode(), partitions);
    return Keys.text(Keys.ofPartition(number).header());
  }

  /** {@return what is stored of a run} */
  public Map<String, byte[]> fields(String run) {
    Map<String, byte[]> fields = new HashMap<>();
    for (String key : commands.data().keys().keySet()) {
      if (key.endsWith("}:run:" + run)) {
        commands.data().fields(key).forEach((name, value) -> fields.put(name, bytes(value)));
      }
    }
    return fields;
  }

  /** {@return the runs of which something is stored} */
  public List<String> runs() {
    String before = "}:run:";
    return commands
        .data()
        .keys()
        .keySet()
        .filter(key -> key.contains(before))
        .map(key -> key.substring(key.indexOf(before) + before.length()))
        .toJavaList();
  }

  /** {@return the names of the blobs that are stored for a run} */
  public java.util.Set<String> blobs(String run) {
    java.util.Set<String> names = new TreeSet<>();
    for (int partition = 0; partition < partitions; partition++) {
      String prefix = Keys.text(Keys.ofPartition(partition).blobPrefix(run));
      for (String key : commands.data().keys().keySet()) {
        if (key.startsWith(prefix)) {
          names.add(key.substring(prefix.length()));
        }
      }
    }
    return names;
  }

  /** {@return a blob, or null if there is none of that name} */
  public byte @Nullable [] blob(String run, String name) {
    for (int partition = 0; partition < partitions; partition++) {
      String key = Keys.text(Keys.ofPartition(partition).blob(run, name));
      String bytes = commands.data().field(key, "");
      if (bytes != null) {
        return bytes(bytes);
      }
    }
    return null;
  }

  /** {@return the newest format that all live coordinators read, as far as Redis knows} */
  public int newestFormat() {
    int newest = Formats.CURRENT.newest();
    for (var member : commands.data().fields(Keys.text(Keys.ofMembers().members()))) {
      newest = Math.min(newest, MemberText.parse(member._1, member._2).formats().newest());
    }
    return newest;
  }

  /** {@return the names of all keys but the headers of partitions} */
  public List<String> leftovers() {
    return commands
        .data()
        .keys()
        .keySet()
        .filter(key -> !key.endsWith(":header") && !key.startsWith("kappa:{members}:"))
        .toJavaList();
  }

  /** {@return the most entities that any run ever had} */
  public int mostFields() {
    return mostFields;
  }

  /** {@return the most bytes that any run ever had} */
  public int largestRun() {
    return largestRun;
  }

  // ---- connections

  CompletionStage<SimulatedConnection> connect(VirtualEventLoop loop) {
    var made = new CompletableFuture<SimulatedConnection>();
    world.at(
        world.now() + world.delay(),
        () -> {
          if (world.now() < downUntil) {
            loop.execute(() -> made.completeExceptionally(new java.io.IOException("refused")));
          } else {
            var connection = new SimulatedConnection(this, world, loop);
            connections.add(connection);
            loop.execute(() -> made.complete(connection));
          }
        });
    return made;
  }

  /** {@return which server it is: each fail-over makes it another} */
  int generation() {
    return generation;
  }

  void closed(SimulatedConnection connection) {
    connections.remove(connection);
  }

  // ---- commands

  @Nullable Object call(List<String> words) {
    return commands.call(words);
  }

  @Nullable Object eval(byte[] body, List<String> keys, List<String> arguments) {
    String digest = SimulatedConnection.sha1(body);
    scripts.load(digest, body);
    return evalsha(digest, keys, arguments);
  }

  @Nullable Object evalsha(String digest, List<String> keys, List<String> arguments) {
    if (!scripts.knows(digest)) {
      throw new RedisNoScriptException("NOSCRIPT No matching script");
    }
    Keyspace before = commands.data();
    Object reply;
    try {
      reply = scripts.run(digest, keys, arguments);
    } catch (RuntimeException e) {
      throw new RedisCommandExecutionException("ERR " + e);
    }
    ran(digest, keys, arguments, before);
    return reply;
  }

  private void ran(String digest, List<String> keys, List<String> arguments, Keyspace before) {
    Keyspace after = commands.data();
    if (digest.equals(Script.TAKE_OVER.digest()) && !same(after.keys(), before.keys())) {
      remember(state.takenOver(after, keys.getFirst(), arguments.get(0), arguments.get(1)));
      world.taken(keys.getFirst(), arguments.getFirst());
    } else if (digest.equals(Script.WRITE.digest()) && !same(after.keys(), before.keys())) {
      wrote(keys.getFirst(), arguments, before, after);
    } else {
      state = state.with(after);
    }
  }

  private void wrote(String header, List<String> arguments, Keyspace before, Keyspace after) {
    String owner = arguments.getFirst();
    String batch = arguments.get(2);
    if (batch.equals(state.last().get(header).getOrNull()) && onlyIn(header, before, after)) {
      state = state.with(after);
      return;
    }
    if (!owner.equals(state.owners().get(header).getOrNull())) {
      world.violated("R2: a batch was written whose owner was superseded");
    }
    if (state.batches().contains(batch)) {
      world.violated("R1: a batch was written twice");
    }
    if (!arguments.get(1).equals(state.last().get(header).getOrNull())) {
      world.violated("R6: a batch was written on a state that its owner has never seen");
    }
    remember(state.written(after, header, batch));
    world.wrote(owner);
    after
        .keys()
        .forEach(
            (key, value) -> {
              int at = key.indexOf("}:run:");
              if (at >= 0) {
                changed(key.substring(at + 6), before.fields(key), value.fields());
              }
            });
    before.keys().keySet().filter(key -> !after.has(key)).forEach(key -> gone(key, before));
  }

  /** Of a limit or a schedule, a batch may leave nothing. */
  private void gone(String key, Keyspace before) {
    int at = key.indexOf("}:run:");
    if (at >= 0) {
      world.stored(key.substring(at + 6), Map.of(), before.fields(key).keySet().toJavaList());
    }
  }

  /** {@return whether nothing was written but to one key} */
  private static boolean onlyIn(String key, Keyspace before, Keyspace after) {
    return after
        .keys()
        .forAll(it -> it._1.equals(key) || same(it._2, before.keys().get(it._1).getOrNull()));
  }

  private void changed(
      String run,
      io.vavr.collection.Map<String, String> before,
      io.vavr.collection.Map<String, String> after) {
    if (same(before, after)) {
      return;
    }
    Map<String, byte[]> changed = new HashMap<>();
    int[] size = {0};
    after.forEach(
        (name, value) -> {
          size[0] += name.length() + value.length();
          if (!value.equals(before.get(name).getOrNull())) {
            changed.put(name, bytes(value));
          }
        });
    largestRun = Math.max(largestRun, size[0]);
    mostFields = Math.max(mostFields, after.size());
    List<String> dropped = new ArrayList<>();
    before.forEach(
        (name, value) -> {
          if (!after.containsKey(name)) {
            dropped.add(name);
          }
        });
    world.stored(run, changed, dropped);
  }

  /** What does not change stays the same object. */
  @SuppressWarnings("ReferenceEquality") // that is the question
  private static boolean same(Object one, @Nullable Object other) {
    return one == other;
  }

  private void remember(State next) {
    former.add(state);
    if (former.size() > KEPT) {
      former.remove();
    }
    state = next;
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
