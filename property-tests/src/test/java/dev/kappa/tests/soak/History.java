package dev.kappa.tests.soak;

import dev.kappa.tests.app.soak.Content;
import dev.kappa.tests.app.soak.Parcels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a small run that went right left, made by hand; one thing after the other can be changed.
 */
final class History {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Spec spec;
  private final ObjectNode document;
  private final List<Line> lines = new ArrayList<>();

  private History(Spec spec, String result) {
    this.spec = spec;
    this.document = JSON.createObjectNode().put("status", "SUCCEEDED");
    document.set("result", JSON.readTree(result));
  }

  /** {@return of which workflows there is a history} */
  static List<String> workflows() {
    return List.of(
        "soak-tree",
        "soak-pipe",
        "soak-loop",
        "soak-ahead",
        "soak-text",
        "soak-nap",
        "soak-mend",
        "soak-insist",
        "soak-forever",
        "soak-letters",
        "soak-select",
        "soak-race",
        "soak-scope",
        "soak-family",
        "soak-parcel",
        "soak-vault",
        "soak-objects");
  }

  static History of(String workflow) {
    return switch (workflow) {
      case "soak-tree" -> tree();
      case "soak-pipe" -> pipe();
      case "soak-loop", "soak-ahead", "soak-text" -> loop(workflow);
      case "soak-nap" -> nap();
      case "soak-mend" -> mend();
      case "soak-insist" -> insist();
      case "soak-forever" -> forever();
      case "soak-letters" -> letters();
      case "soak-select" -> select();
      case "soak-race" -> race();
      case "soak-scope" -> scope();
      case "soak-family" -> family();
      case "soak-parcel" -> parcel();
      case "soak-vault" -> vault();
      case "soak-objects" -> objects();
      default -> throw new AssertionError(workflow);
    };
  }

  private static History make(String workflow, int size, int width, String result) {
    return new History(new Spec("key", workflow, size, width, 0, -1, Path.of("no-file")), result);
  }

  // ---- the workflows

  /** The tree of the fourth Fibonacci number, which is 3, has 5 leaves. */
  private static History tree() {
    History h = make("soak-tree", 4, 1, "{\"value\":3}");
    List<String> leaves = List.of("tlll", "tllr", "tlr", "trl", "trr");
    for (int i = 0; i < leaves.size(); i++) {
      h.step(leaves.get(i), 0, "0." + i);
    }
    return h;
  }

  private static History pipe() {
    return make(
        "soak-pipe",
        2,
        2,
        "{\"handedOn\":4,\"messages\":[[\"0:0\",\"0:1\"],[\"1:0\",\"1:1\"]],\"done\":[]}");
  }

  private static History loop(String workflow) {
    History h = make(workflow, 4, 1, "{\"characters\":4096}");
    for (int i = 0; i < 4; i++) {
      h.step("turn:" + i, i, "0.0");
    }
    return h;
  }

  private static History nap() {
    History h =
        make(
            "soak-nap",
            12,
            1,
            """
            {"naps":[
              {"asked":0,"before":{"millis":100},"after":{"millis":100}},
              {"asked":450,"before":{"millis":100},"after":{"millis":550}},
              {"asked":900,"before":{"millis":600},"after":{"millis":1600}}]}""");
    for (int i = 0; i < 3; i++) {
      h.step("before:0:" + i, 2 * i, "0.0");
      h.step("after:0:" + i, 2 * i + 1, "0.0");
    }
    return h;
  }

  private static History mend() {
    History h = make("soak-mend", 1, 2, "{\"words\":[\"child:bad:0\",\"parent:bad:1\"]}");
    h.line("bad:0", 0, "0.1", 1);
    h.step("mend:0", 1, "0.1");
    h.line("clean:0", 2, "0.1", 1);
    h.line("bad:1", 0, "0.2", 1);
    h.line("clean:1", 1, "0.2", 1);
    h.step("mend:1", 0, "0.0");
    return h;
  }

  private static History insist() {
    History h = make("soak-insist", 1, 1, "{\"words\":[\"insisted\"],\"done\":[]}");
    for (int i = 0; i < 3; i++) {
      h.line("~try", -1, "0.0", 1, "key of ~try");
    }
    return h;
  }

  private static History forever() {
    History h = make("soak-forever", 1, 1, "null");
    h.status("CANCELLED");
    for (int i = 0; i < 3; i++) {
      h.line("turn:" + i, i, "0.0", 1);
    }
    h.line("clean", -1, "0.0", 1);
    return h;
  }

  private static History letters() {
    History h = make("soak-letters", 30, 2, "{\"values\":[30,37]}");
    h.step("read:0=30", 0, "0.0");
    h.step("read:1=37", 1, "0.0");
    return h;
  }

  private static History select() {
    History h =
        make(
            "soak-select",
            2,
            1,
            "{\"messages\":[\"left:0\",\"right:0\",\"left:1\",\"right:1\"],\"idle\":3}");
    List<String> messages = List.of("left:0", "right:0", "left:1", "right:1");
    for (int i = 0; i < 4; i++) {
      h.step("take:" + messages.get(i), i, "0.0");
    }
    return h;
  }

  private static History race() {
    History h =
        make(
            "soak-race",
            400,
            1,
            """
            {"rounds":[{"first":"hare","limited":"too late","unlimited":"in time",
              "before":{"millis":1000},"after":{"millis":1400}}]}""");
    h.step("before:0", 0, "0.0");
    h.line("left:0", -1, "0.0", 1);
    h.step("after:0", 1, "0.0");
    return h;
  }

  private static History scope() {
    History h = make("soak-scope", 10, 2, "{}");
    for (int i = 0; i < 2; i++) {
      h.line("in:" + i, 0, "0." + (i + 1), 1);
      h.line("on:" + i, 1, "0." + (i + 1), 1);
    }
    h.step("last", 0, "0.0");
    h.line("gone:0", -1, "0.1", 1);
    h.line("gone:1", -1, "0.2", 1);
    h.step("behind", 1, "0.0");
    return h;
  }

  private static History family() {
    return make(
        "soak-family",
        1,
        2,
        """
        {"others":[
          {"run":"other-0","again":"other-0","turned":{"done":[{"what":"turn:0","nonce":500}]}},
          {"run":"other-1","again":"other-1","turned":{"done":[{"what":"turn:0","nonce":501}]}}]}""");
  }

  /** Two packers of three parcels each, of 1,024 characters. */
  private static History parcel() {
    History h =
        make(
            "soak-parcel",
            1,
            2,
            "{\"names\":[\"0:0\",\"0:1\",\"1:0\",\"0:2\",\"1:1\",\"1:2\"],\"content\":\"%s\"}"
                .formatted(content("end")));
    h.step("made:order", 0, "0.0");
    List<String> names = List.of("0:0", "0:1", "1:0", "0:2", "1:1", "1:2");
    for (int i = 0; i < names.size(); i++) {
      String[] name = names.get(i).split(":", -1);
      h.step("made:" + names.get(i), Integer.parseInt(name[1]), "0." + (1 + name[0].charAt(0)));
      h.step("opened:" + names.get(i), i + 1, "0.0");
    }
    h.step("made:order of 0", 3, "0." + (1 + '0'));
    h.step("made:order of 1", 3, "0." + (1 + '1'));
    h.step("made:end", 7, "0.0");
    return h;
  }

  private static String content(String name) {
    return Content.of(Parcels.named("no-file", name), 1 << 10);
  }

  private static History vault() {
    History h = make("soak-vault", 1, 1, "{\"content\":\"%s\"}".formatted(content("kept")));
    h.step("made:kept", 0, "0.0");
    h.step("seen:kept", 1, "0.0");
    return h;
  }

  private static History objects() {
    History h =
        make(
            "soak-objects",
            2,
            2,
            """
            {"objects":[{"key":"k0"},{"key":"k1"},{"key":"k2"},{"key":"k3"}]}""");
    for (int i = 0; i < 4; i++) {
      h.step("~put:" + i, -1, "0." + i);
      h.step("~got:" + i, -1, "0." + i);
    }
    return h;
  }

  /** {@return what the steps of another run left} */
  List<Line> linesOfOther(int number, String run) {
    return new ArrayList<>(
        List.of(new Line("turn:0", 0, run, "0.0", 1, "key", 500 + number, 1_000)));
  }

  // ---- what is in it

  Ended ended() {
    return new Ended(spec, "run", document);
  }

  List<Line> lines() {
    return lines;
  }

  private Line of(String what, int number, String task, long epoch, String key) {
    return new Line(what, number, "run", task, epoch, key, 100 + lines.size(), 1_000);
  }

  /** A step ran, and its result was kept. */
  private void step(String what, int number, String task) {
    Line line = of(what, number, task, 1, "key of " + what);
    lines.add(line);
    ObjectNode result = (ObjectNode) document.get("result");
    ArrayNode done = result.has("done") ? (ArrayNode) result.get("done") : result.putArray("done");
    done.addObject().put("what", what).put("nonce", line.nonce());
  }

  // ---- what can be changed

  /** A step ran, too, and its result was not kept. */
  void line(String what, int number, String task, long epoch) {
    line(what, number, task, epoch, "key of " + what);
  }

  void line(String what, int number, String task, long epoch, String key) {
    lines.add(of(what, number, task, epoch, key));
  }

  /** The last of the steps of that name left nothing. */
  void noLine(String what) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).what().equals(what)) {
        lines.remove(i);
        return;
      }
    }
    throw new AssertionError("no line of " + what);
  }

  void runOfLast(String run) {
    Line last = lines.removeLast();
    lines.add(
        new Line(
            last.what(),
            last.number(),
            run,
            last.task(),
            last.epoch(),
            last.key(),
            last.nonce(),
            last.millis()));
  }

  void failed(String code, String message) {
    status("FAILED");
    document.putNull("result");
    document.putObject("error").put("code", code).put("message", message);
  }

  void status(String status) {
    document.put("status", status);
  }

  void set(String path, Object value) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    var parent = document.get("result").at(path.substring(0, slash));
    JsonNode node = JSON.valueToTree(value);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), node);
    } else {
      ((ObjectNode) parent).set(name, node);
    }
  }

  void add(String path, long more) {
    set(path, document.get("result").at(path).longValue() + more);
  }

  /** Another character is at some place of a text. */
  void damage(String path, int at) {
    StringBuilder text = new StringBuilder(document.get("result").at(path).stringValue());
    text.setCharAt(at, '!');
    set(path, text.toString());
  }

  /** A text ends too early. */
  void cut(String path, int length) {
    set(path, document.get("result").at(path).stringValue().substring(0, length));
  }

  private ArrayNode array(String path) {
    return (ArrayNode) document.get("result").at(path);
  }

  void drop(String path, int index) {
    array(path).remove(index);
  }

  void insert(String path, int index, String value) {
    array(path).insert(index, value);
  }

  void swap(String path, int one, int other) {
    var first = array(path).get(one);
    array(path).set(one, array(path).get(other));
    array(path).set(other, first);
  }
}
