package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.store.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a data directory's last coordinator, as a document. They hold for later commands
 * where these say nothing.
 */
final class LastOptions {
  private LastOptions() {}

  static String json(CoordinatorOptions options) {
    return Members.write(members(options));
  }

  static Map<String, String> members(CoordinatorOptions options) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("jar", options.jar().toString());
    members.put("function", options.function() == null ? "" : options.function().toString());
    members.put("redis", options.redis() == null ? "" : options.redis().toString());
    members.put("blobs", options.blobs() == null ? "" : options.blobs().toString());
    members.put("host", options.host());
    members.put("port", Integer.toString(options.port()));
    members.put("memory", Integer.toString(options.memoryMb()));
    members.put("timeout", options.timeout().toString());
    members.put("concurrency", Integer.toString(options.concurrency()));
    members.put("largeValues", Integer.toString(options.largeValuesMb()));
    members.put("durability", options.durability().toString());
    options.tuning().writeTo(members);
    options.guard().writeTo(members);
    members.put("workingDirectory", options.workingDirectory().toString());
    return members;
  }

  /** {@return the options in {@code text}, unless it is not a whole document} */
  static Optional<CoordinatorOptions> parse(Path dataDirectory, String text) {
    return Members.read(text, members -> of(dataDirectory, members));
  }

  /** {@return the options in {@code members}; throws if one is missing or malformed} */
  static CoordinatorOptions of(Path dataDirectory, Members members) {
    return new CoordinatorOptions(
        dataDirectory,
        members.address("redis"),
        BlobsFlag.ofText(members.text("blobs", "")),
        members.text("host", CoordinatorOptions.HOST),
        Integer.parseInt(members.text("port")),
        Path.of(members.text("jar")),
        LambdaFunction.ofText(members.text("function", "")),
        Integer.parseInt(members.text("memory")),
        Duration.parse(members.text("timeout")),
        Integer.parseInt(members.text("concurrency")),
        Integer.parseInt(
            members.text("largeValues", Integer.toString(CoordinatorOptions.LARGE_VALUES_MB))),
        Durability.parse(members.text("durability")),
        Tuning.of(members),
        GuardOptions.of(members),
        Path.of(members.text("workingDirectory")));
  }
}
