package dev.kappa.coordinator.core;

import dev.kappa.wire.Handle;
import dev.kappa.wire.Payload;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A run's whole state as text, entity by entity, so that two states can be compared. */
final class StateText {
  private final SortedMap<String, String> lines = new TreeMap<>();

  private StateText() {}

  static SortedMap<String, String> of(RunState state) {
    StateText text = new StateText();
    text.lines.put("header", hex(state.header().toBytes(Format.NEWEST)));
    text.add(
        "task ", state.tasks(), task -> task.status() + " " + hex(task.toBytes(Format.NEWEST)));
    text.add("frames ", state.frames(), StateText::frames);
    text.add("channel ", state.channels(), StateText::channel);
    text.add("group ", state.groups(), GroupState::toString);
    state.signals().forEach((name, json) -> text.lines.put("signal " + name, hex(json)));
    state.accepted().forEach((key, to) -> text.lines.put("accepted " + key, to));
    text.waits(state.waits());
    text.lines.put("blobs", new TreeMap<>(state.blobs().named().toJavaMap()).toString());
    text.lines.put("weight", state.weight().toString());
    return text.lines;
  }

  private <T> void add(String kind, Map<Handle, T> entities, Function<T, String> text) {
    entities.forEach((id, entity) -> lines.put(kind + id, text.apply(entity)));
  }

  private static String frames(Frames frames) {
    return frames.segments().map(s -> s.from() + ":" + hex(s.toBytes(Format.NEWEST))).mkString(" ");
  }

  private static String channel(ChannelState channel) {
    String messages = channel.messages().mapValues(StateText::payload).toString();
    return hex(channel.toBytes(Format.NEWEST))
        + (" messages=" + messages + " receivers=" + channel.receivers())
        + (" senders=" + channel.senders());
  }

  private void waits(Waits waits) {
    add("waiters for ", waits.waiters(), StateText::sorted);
    add("missing of ", waits.missing(), String::valueOf);
    waits.signals().forEach((name, set) -> lines.put("waiters for " + name, sorted(set)));
    add("in scope ", waits.scopes(), StateText::sorted);
    waits.owned().forEach((number, set) -> lines.put("scopes of " + number, sorted(set)));
    add("ender of ", waits.enders(), Handle::toString);
    lines.put("timers", waits.timers().toString());
    lines.put("patient", String.valueOf(waits.patient()));
    lines.put("active", String.valueOf(waits.active()));
    lines.put("parked", String.valueOf(waits.parked()));
  }

  private static String sorted(Set<Handle> handles) {
    return handles.toList().sorted().toString();
  }

  private static String payload(Payload payload) {
    return payload.handles() + " " + payload.blobs() + " " + hex(payload.body());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
