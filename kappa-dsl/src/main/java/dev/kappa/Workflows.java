package dev.kappa;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import io.vavr.Function1;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The workflows of an application. The jar's manifest names a class as its {@code
 * Kappa-Application}; that class has a method that gives them:
 *
 * <pre>{@code
 * public static Workflows workflows() {
 *   return Workflows.of("hello", Name.class, Hello::greet);
 * }
 * }</pre>
 */
public final class Workflows {
  private final Map<String, Workflow<?>> byName;

  private Workflows(Map<String, Workflow<?>> byName) {
    this.byName = byName;
  }

  /** {@return an application of one workflow} */
  public static <I> Workflows of(
      String name, Class<I> input, Function1<? super I, ? extends Task<?>> body) {
    return of(Workflow.of(name, input, body));
  }

  /**
   * {@return an application of these workflows}
   *
   * @throws KappaException with {@link ErrorCode#DUPLICATE_WORKFLOW} if two have one name
   */
  public static Workflows of(Workflow<?>... workflows) {
    return new Workflows(Map.of()).plus(List.of(workflows));
  }

  /** {@return this application with one workflow more} */
  public <I> Workflows and(
      String name, Class<I> input, Function1<? super I, ? extends Task<?>> body) {
    return and(Workflow.of(name, input, body));
  }

  /** {@return this application with one workflow more} */
  public Workflows and(Workflow<?> workflow) {
    return plus(List.of(workflow));
  }

  /** {@return this application and another} */
  public Workflows and(Workflows others) {
    return plus(List.copyOf(others.byName.values()));
  }

  private Workflows plus(List<Workflow<?>> more) {
    Map<String, Workflow<?>> all = new LinkedHashMap<>(byName);
    for (Workflow<?> workflow : more) {
      if (all.put(workflow.name(), workflow) != null) {
        throw new KappaException(
            ErrorCode.DUPLICATE_WORKFLOW,
            "two workflows are named '" + workflow.name() + "'; rename one of them");
      }
    }
    checkSchedules(all);
    return new Workflows(all);
  }

  private static void checkSchedules(Map<String, Workflow<?>> all) {
    Set<String> names = new HashSet<>();
    for (Workflow<?> workflow : all.values()) {
      for (Workflow.Planned<?> planned : workflow.schedules()) {
        if (!names.add(planned.schedule().name())) {
          throw new KappaException(
              ErrorCode.DUPLICATE_WORKFLOW,
              "two schedules are named '" + planned.schedule().name() + "'; rename one of them");
        }
      }
    }
  }

  /** {@return the names, in the order in which they were registered} */
  public List<String> names() {
    return new ArrayList<>(byName.keySet());
  }

  /** {@return the workflow of that name, if there is one} */
  public Optional<Workflow<?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
