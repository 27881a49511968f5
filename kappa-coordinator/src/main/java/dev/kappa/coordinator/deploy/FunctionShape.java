package dev.kappa.coordinator.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What makes a version of a function: its code, and the settings that Kappa cares for.
 *
 * @param codeSha256 of the code, in Base64
 * @param role ARN of the role that it works with
 * @param runtime such as {@code java25}
 * @param handler the handler's class
 * @param memoryMb in MB
 * @param timeoutSeconds the time limit of an invocation
 * @param architecture {@code x86_64} or {@code arm64}
 * @param variables of its environment
 * @param subnets of its network; empty if it is in none
 * @param securityGroups in its network
 * @param snapStart whether versions are started from a snapshot of an initialized process
 * @param rest all else of which a version keeps what it was when it was made, such as layers and
 *     mounts, as a text to be compared
 */
public record FunctionShape(
    String codeSha256,
    String role,
    String runtime,
    String handler,
    int memoryMb,
    int timeoutSeconds,
    String architecture,
    Map<String, String> variables,
    List<String> subnets,
    List<String> securityGroups,
    boolean snapStart,
    String rest) {
  /** Copies, and sorts what has no order. */
  public FunctionShape {
    variables = Map.copyOf(variables);
    subnets = subnets.stream().sorted().toList();
    securityGroups = securityGroups.stream().sorted().toList();
  }

  /** Variables are told by their names alone, since they may hold what is secret. */
  @Override
  public String toString() {
    return "FunctionShape[%s, %s, %s, %d MB, %d s, %s]"
        .formatted(codeSha256, role, runtime, memoryMb, timeoutSeconds, variables.keySet());
  }

  /** {@return whether both run the same code on the same kind of processor} */
  boolean hasCodeOf(FunctionShape other) {
    return codeSha256.equals(other.codeSha256) && architecture.equals(other.architecture);
  }

  /** {@return whether both are in one network, with the same rights in it} */
  boolean isInNetworkOf(FunctionShape other) {
    return subnets.equals(other.subnets) && securityGroups.equals(other.securityGroups);
  }

  /** {@return how the settings of {@code wanted} differ, each as {@code memory 512 -> 1024}} */
  List<String> settingsUntil(FunctionShape wanted) {
    List<String> all = new ArrayList<>();
    differ(all, "role", role, wanted.role);
    differ(all, "runtime", runtime, wanted.runtime);
    differ(all, "memory", memoryMb + " MB", wanted.memoryMb + " MB");
    differ(all, "timeout", timeoutSeconds + " s", wanted.timeoutSeconds + " s");
    differ(all, "subnets", subnets, wanted.subnets);
    differ(all, "security groups", securityGroups, wanted.securityGroups);
    differ(all, "SnapStart", onOrOff(snapStart), onOrOff(wanted.snapStart));
    variablesUntil(all, wanted);
    return all;
  }

  private static String onOrOff(boolean is) {
    return is ? "on" : "off";
  }

  private void variablesUntil(List<String> all, FunctionShape wanted) {
    Map<String, String> before = new TreeMap<>(variables);
    for (String name : new TreeSet<>(wanted.variables.keySet())) {
      String value = before.remove(name);
      if (value == null) {
        all.add("variable " + name + " is added");
      } else if (!value.equals(wanted.variables.get(name))) {
        all.add("variable " + name + " has another value");
      }
    }
    before.keySet().forEach(name -> all.add("variable " + name + " is removed"));
  }

  private static void differ(List<String> all, String name, Object from, Object to) {
    if (!Objects.equals(from, to)) {
      all.add("%s %s -> %s".formatted(name, from, to));
    }
  }
}
