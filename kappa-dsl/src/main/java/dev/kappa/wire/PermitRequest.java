package dev.kappa.wire;

/**
 * What the owner of a limit is asked.
 *
 * @param limit how many permits there are
 * @param run the id of the run that wants the permit
 * @param task the handle of its task that stands for it
 * @param ticket of the offer that is taken; else 0
 */
public record PermitRequest(
    PermitVerb verb, LimitSpec limit, String run, String task, long ticket) {
  private static final int LONGEST = 150;

  /** Checks the names. */
  public PermitRequest {
    if (!run.matches("[^/\\s]{1,%d}".formatted(LONGEST))
        || !task.matches("[0-9]{1,20}\\.[0-9]{1,20}")) {
      throw new MalformedMessageException(
          "run '%s', task '%s' (expected: an id, and a handle such as 3.1)".formatted(run, task));
    }
  }

  /** {@return what is asked next of a permit of which a task knows {@code permit}} */
  public static PermitRequest of(String run, Handle task, Next.Permit permit) {
    PermitVerb verb =
        switch (permit.stage()) {
          case ASKED -> PermitVerb.ACQUIRE;
          case TAKING -> PermitVerb.TAKE;
          case HELD, RETURNED -> PermitVerb.RELEASE;
        };
    return new PermitRequest(verb, permit.limit(), run, task.toString(), permit.ticket());
  }

  /** {@return the permit's name: of one task of one run, the same each time} */
  public String permit() {
    return run + "/" + task;
  }
}
