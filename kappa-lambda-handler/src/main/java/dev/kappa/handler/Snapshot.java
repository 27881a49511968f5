package dev.kappa.handler;

import java.io.IOException;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What is done where the process is kept as a snapshot, of which others go on: Lambda's SnapStart.
 * Before, a {@link Rehearsal}: so what is kept has loaded all that tasks need. Nothing is to be
 * done in those that go on: a worker opens its connections, and draws its numbers from the
 * operating system, when it is invoked.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">
 *     Lambda SnapStart runtime hooks for Java</a>
 */
final class Snapshot implements Resource {
  private static final System.Logger LOG = System.getLogger(Snapshot.class.getName());

  private Snapshot() {}

  /**
   * {@return the hook, registered; null if this process becomes no snapshot} It is the caller's to
   * keep: who calls it may not.
   */
  static @Nullable Snapshot prepare(Map<String, String> environment) {
    if (!"snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
      return null;
    }
    Snapshot hook = new Snapshot();
    Core.getGlobalContext().register(hook);
    return hook;
  }

  /** Never fails: without a rehearsal the first invocation takes longer, and no more. */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    long begun = System.nanoTime();
    try {
      new Rehearsal().run();
      long millis = (System.nanoTime() - begun) / 1_000_000;
      LOG.log(System.Logger.Level.INFO, "ready for a snapshot, rehearsed in {0} ms", millis);
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.WARNING, "the snapshot is made without a rehearsal", e);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // See above.
  }
}
