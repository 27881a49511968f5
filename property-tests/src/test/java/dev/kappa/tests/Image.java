package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An image of a container, unpacked.
 *
 * @param root what is the directory / in the container
 * @param config as the image has it
 */
record Image(Path root, JsonNode config) {
  /** Unpacks the image in an archive as {@code docker save} writes it. */
  static Image unpack(Path archive, Path directory) throws Exception {
    Path parts = Files.createDirectories(directory.resolve("parts"));
    Path root = Files.createDirectories(directory.resolve("root"));
    tar(archive, parts);
    JsonNode manifest = json(parts.resolve("manifest.json")).get(0);
    for (JsonNode layer : manifest.get("Layers")) {
      tar(parts.resolve(layer.asString()), root);
    }
    return new Image(root, json(parts.resolve(manifest.get("Config").asString())).get("config"));
  }

  private static void tar(Path archive, Path to) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "-xf", archive.toString(), "-C", to.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tar.waitFor()).as(said).isZero();
  }

  private static JsonNode json(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  /** {@return the names of all files, in their order} */
  List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** {@return what is behind the entry point if the user says nothing else} */
  List<String> arguments() {
    return texts("Cmd");
  }

  /** {@return who its process is, by numbers} */
  String user() {
    return config.path("User").asString("");
  }

  /** {@return where its process starts} */
  String workingDirectory() {
    return config.path("WorkingDir").asString("");
  }

  /** {@return the variables of its environment, each as NAME=VALUE} */
  List<String> environment() {
    return texts("Env");
  }

  /** {@return the directories that may be written whatever the rest may be} */
  List<String> volumes() {
    return config.path("Volumes").propertyStream().map(Map.Entry::getKey).toList();
  }

  /** {@return the entry point, with this Java, and with the files where they are here} */
  List<String> commandHere() {
    List<String> command = new ArrayList<>();
    for (String word : texts("Entrypoint")) {
      command.add(word.replace("/app/", root.resolve("app") + "/"));
    }
    assertThat(command.getFirst()).isEqualTo("java");
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return command;
  }

  private List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    config.get(name).forEach(each -> all.add(each.asString()));
    return all;
  }
}
