package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.HeldCount;
import dev.kappa.coordinator.api.JsonText;
import dev.kappa.upgrade.Held;
import dev.kappa.upgrade.NewCode;
import dev.kappa.upgrade.Verdict;
import dev.kappa.wire.Rebinding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Which bodies of a jar are to stand for those that runs hold, and for which there is none. */
final class AcceptPlan {
  private final NewCode code;
  private final @Nullable NewCode old;
  private final Map<String, String> chosen;
  private final Set<String> known = new HashSet<>();
  private final Map<Held, Line> lines = new LinkedHashMap<>();
  private final Map<String, List<Rebinding>> byRun = new LinkedHashMap<>();

  /**
   * Of the bodies in {@code code}.
   *
   * @param old the code before the edit: a body that is in it stands for no other; null if it is
   *     not at hand
   * @param chosen where a body was, and where the one is that is to stand for it
   */
  AcceptPlan(NewCode code, @Nullable NewCode old, Map<String, String> chosen) {
    this.code = code;
    this.old = old;
    this.chosen = chosen;
  }

  /** What is to become of a piece of code; without a body if that is not clear. */
  private record Line(Held held, Verdict verdict, Verdict.@Nullable Body body, List<String> runs) {
    String text() {
      String of = runs.size() == 1 ? "run " + runs.getFirst() : runs.size() + " runs";
      return body != null
          ? "%s is to be the body at %s, in %s".formatted(held.title(), body.source(), of)
          : "%s, in %s: %s; %s".formatted(held.title(), of, verdict.why(), advice());
    }

    private String advice() {
      List<String> places = verdict.candidates().stream().map(Verdict.Body::source).toList();
      if (places.isEmpty()) {
        return "no new body in that place takes as much; bring the code back";
      }
      return "which body is it now? --bind %s=… with one of %s"
          .formatted(held.source(), String.join(", ", places));
    }

    void write(JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty("step", held.title());
      json.writeStringProperty("was", held.source());
      json.writeStringProperty("now", body == null ? "" : body.source());
      json.writeStringProperty("why", verdict.why());
      json.writeArrayPropertyStart("candidates");
      verdict.candidates().forEach(each -> json.writeString(each.source()));
      json.writeEndArray();
      json.writeArrayPropertyStart("runs");
      runs.forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** Learns of bodies that are held: one that is there still stands for no other. */
  void know(List<HeldCount> pieces) {
    pieces.forEach(piece -> known.add(key(piece.held().type(), piece.held().fingerprint())));
  }

  private static String key(String type, String fingerprint) {
    return type + "/" + fingerprint;
  }

  /** Adds what a run holds. */
  void add(String run, List<HeldCount> pieces) {
    for (HeldCount piece : pieces) {
      Held held = piece.held();
      Verdict verdict = withNewBodiesAlone(held, code.verdict(held));
      if (verdict.outcome() == Verdict.Outcome.GOES_ON) {
        continue;
      }
      Line line =
          lines.computeIfAbsent(
              held, key -> new Line(held, verdict, body(held, verdict), new ArrayList<>()));
      line.runs().add(run);
      if (line.body() != null) {
        byRun
            .computeIfAbsent(run, key -> new ArrayList<>())
            .add(new Rebinding(held.type(), last(held), line.body().fingerprint()));
      }
    }
  }

  private Verdict withNewBodiesAlone(Held held, Verdict verdict) {
    Set<String> before = old == null ? Set.of() : old.fingerprints(held.type());
    List<Verdict.Body> fresh =
        verdict.candidates().stream()
            .filter(body -> !before.contains(body.fingerprint()))
            .filter(body -> !known.contains(key(held.type(), body.fingerprint())))
            .toList();
    return new Verdict(verdict.outcome(), verdict.where(), verdict.why(), fresh);
  }

  /** {@return the fingerprint to go on from: what stands for it already was edited again} */
  private static String last(Held held) {
    return held.accepted().isEmpty() ? held.fingerprint() : held.accepted().getLast();
  }

  /** Only one that there is no other for is taken unasked. */
  private Verdict.@Nullable Body body(Held held, Verdict verdict) {
    List<Verdict.Body> candidates = verdict.candidates();
    String place = chosen.get(held.source());
    if (place == null) {
      return candidates.size() == 1 ? candidates.getFirst() : null;
    }
    List<Verdict.Body> there =
        candidates.stream().filter(body -> body.source().equals(place)).toList();
    return there.size() == 1 ? there.getFirst() : null;
  }

  /** {@return what is to be accepted, by run} */
  Map<String, List<Rebinding>> byRun() {
    return byRun;
  }

  /** {@return whether there is something for which no body was found} */
  boolean isOpen() {
    return lines.values().stream().anyMatch(line -> line.body() == null);
  }

  /** {@return what is to be said, a line for each piece of code} */
  List<String> text() {
    return lines.values().stream().map(Line::text).toList();
  }

  /**
   * {@return the same as JSON}
   *
   * @param accepted whether it was done
   */
  String document(boolean accepted) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeBooleanProperty("accepted", accepted);
          json.writeNumberProperty("runs", byRun.size());
          json.writeArrayPropertyStart("steps");
          lines.values().forEach(line -> line.write(json));
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
