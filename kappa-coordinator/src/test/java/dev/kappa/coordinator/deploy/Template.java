package dev.kappa.coordinator.deploy;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The files below {@code kappa-lambda-handler/deploy}: maps, lists and texts. */
public final class Template {
  private static final Path DEPLOY = Path.of("..", "kappa-lambda-handler", "deploy");

  private Template() {}

  /** {@return the path of a file or a directory} */
  public static Path path(String name) {
    return DEPLOY.resolve(name);
  }

  /** {@return the text of a file} */
  public static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return the documents of a file of YAML} A function of CloudFormation, {@code !Ref x}, becomes
   * a map with its name, {@code {Ref: x}}.
   */
  public static List<Map<String, Object>> documents(String name) {
    Iterable<Node> nodes = new Yaml().composeAll(new StringReader(text(name)));
    return StreamSupport.stream(nodes.spliterator(), false).map(node -> map(read(node))).toList();
  }

  private static Object read(Node node) {
    Object plain =
        switch (node) {
          case ScalarNode scalar -> scalar.getValue();
          case SequenceNode sequence -> sequence.getValue().stream().map(Template::read).toList();
          case MappingNode mapping -> members(mapping);
          default -> throw new IllegalArgumentException(node.toString());
        };
    String tag = node.getTag().getValue();
    return tag.startsWith("!") ? Map.of(tag.substring(1), plain) : plain;
  }

  private static Map<String, Object> members(MappingNode mapping) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (NodeTuple member : mapping.getValue()) {
      String name = ((ScalarNode) member.getKeyNode()).getValue();
      if (members.put(name, read(member.getValueNode())) != null) {
        throw new IllegalArgumentException("twice: " + name);
      }
    }
    return members;
  }

  /** {@return what is there when one follows the names from {@code start}} */
  public static Object at(Object start, Object... names) {
    Object here = start;
    for (Object name : names) {
      here = name instanceof Integer index ? list(here).get(index) : map(here).get(name);
      if (here == null) {
        throw new AssertionError("no " + name + " on the way " + List.of(names));
      }
    }
    return here;
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  /** Shows each member of each map below {@code value}. */
  static void visit(Object value, BiConsumer<String, Object> seen) {
    if (value instanceof Map<?, ?> members) {
      map(members)
          .forEach(
              (name, member) -> {
                seen.accept(name, member);
                visit(member, seen);
              });
    } else if (value instanceof List<?> elements) {
      elements.forEach(element -> visit(element, seen));
    }
  }

  /** {@return all members of that name below {@code value}} */
  static Stream<Object> named(String name, Object value) {
    List<Object> found = new ArrayList<>();
    visit(
        value,
        (member, it) -> {
          if (member.equals(name)) {
            found.add(it);
          }
        });
    return found.stream();
  }
}
