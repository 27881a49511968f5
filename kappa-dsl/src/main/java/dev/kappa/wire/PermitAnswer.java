package dev.kappa.wire;

/**
 * How far a permit of a limit is.
 *
 * @param ticket tells this offer of it from all others; 0 if there is none
 */
public record PermitAnswer(PermitStage stage, long ticket) {
  /** Of a permit that is not asked for. */
  public static final PermitAnswer NONE = new PermitAnswer(PermitStage.NONE, 0);

  /** {@return whether a task that asked at {@code stage} need not ask the same again} */
  public boolean settles(Next.Permit.Stage asked) {
    return asked != Next.Permit.Stage.ASKED || stage.offered();
  }
}
