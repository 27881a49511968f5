package dev.kappa.codec;

import dev.kappa.wire.Rebinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Which lambdas' bodies stand for others that are not in the code any more. */
final class Accepted {
  static final Accepted NONE = new Accepted(List.of());

  private final Map<String, String> byBody = new HashMap<>();

  Accepted(List<Rebinding> rebindings) {
    rebindings.forEach(each -> byBody.put(each.type() + "/" + each.from(), each.to()));
  }

  /**
   * {@return the fingerprints of what may stand for a body of {@code type}, the first one first}
   */
  List<byte[]> of(String type, byte[] fingerprint) {
    if (byBody.isEmpty()) {
      return List.of();
    }
    List<byte[]> found = new ArrayList<>();
    String next = byBody.get(type + "/" + HexFormat.of().formatHex(fingerprint));
    while (next != null && found.size() < byBody.size()) {
      found.add(HexFormat.of().parseHex(next));
      next = byBody.get(type + "/" + next);
    }
    return found;
  }
}
