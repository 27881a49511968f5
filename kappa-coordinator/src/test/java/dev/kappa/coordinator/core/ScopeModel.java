package dev.kappa.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.wire.Commit;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;
import dev.kappa.wire.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must be so of scopes: they end whole, and what is in one whose owner has gone ends, too. */
final class ScopeModel {
  private final TestRun run;
  private final Map<Handle, Handle> enders = new HashMap<>();
  private final Set<Handle> over = new HashSet<>();

  /** What finalizers spawned, and what that spawned: nobody cancels it. */
  private final Set<Handle> spared = new HashSet<>();

  ScopeModel(TestRun run) {
    this.run = run;
  }

  void committed(Handle task, Commit commit) {
    for (Operation operation : commit.operations()) {
      if (operation instanceof Operation.Spawn o && (o.masked() || spared.contains(task))) {
        spared.add(o.id());
      }
    }
    enders.remove(task);
    if (commit.next().next() instanceof Next.EndScope end) {
      enders.put(task, end.scope());
    }
  }

  /** {@return whether a scope ended for which a task had to wait} */
  boolean check() {
    boolean waited = false;
    for (Map.Entry<Handle, Handle> entry : Map.copyOf(enders).entrySet()) {
      TaskState ender = run.state().tasks().getOrElse(entry.getKey(), null);
      if (ender == null || ender.status() != TaskStatus.WAITING) {
        enders.remove(entry.getKey());
        waited |= ender != null && ender.status() == TaskStatus.READY;
        if (ender != null && ender.next().equals(TestRun.NOTHING)) {
          over.add(entry.getValue());
        }
      }
    }
    run.state().tasks().values().forEach(this::check);
    return waited;
  }

  private void check(TaskState task) {
    Handle scope = task.origin().scope();
    if (scope == null || task.ended()) {
      return;
    }
    assertThat(over).doesNotContain(scope);
    boolean ends = run.state().waits().ender(scope) != null;
    boolean abandoned =
        !run.state().tasks().values().exists(owner -> owner.owns(scope) && !owner.ended());
    if ((ends || abandoned) && !spared.contains(task.id())) {
      assertThat(task.cancel()).as("%s is left in scope %s", task, scope).isTrue();
    }
  }
}
