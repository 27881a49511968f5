package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import io.vavr.collection.LinkedHashMap;
import java.util.List;

/**
 * What a run published for its callers to read while it runs. It is part of the run's header, which
 * each checkpoint stores, and stays with it when the run has ended.
 *
 * @param json by name, the last published one last
 */
public record Values(LinkedHashMap<String, byte[]> json) {
  /** So many names are kept; then the one that was published least lately goes. */
  static final int MOST = 16;

  static final Values NONE = new Values(LinkedHashMap.empty());

  Values with(String name, byte[] value) {
    LinkedHashMap<String, byte[]> all = json.remove(name).put(name, value);
    return new Values(all.size() > MOST ? all.tail() : all);
  }

  void write(ByteWriter out) {
    List<String> names = json.keySet().toJavaList();
    out.list(names, (o, name) -> o.text(name).blob(json.get(name).get()));
  }

  static Values read(ByteReader in) {
    Values values = NONE;
    for (Entry entry : in.list(i -> new Entry(i.text(), i.blob()))) {
      values = values.with(entry.name, entry.json);
    }
    return values;
  }

  private record Entry(String name, byte[] json) {}
}
