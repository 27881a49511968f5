package dev.kappa.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.upgrade.Held;
import dev.kappa.upgrade.NewCode;
import dev.kappa.upgrade.Verdict;
import dev.kappa.wire.Payload;
import io.vavr.Function1;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** However the source is edited, a stored lambda runs the body that it was stored with, or none. */
class CodeEditTest {
  private static final int INPUTS = 6;

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void editNeverMakesAStoredLambdaRunAnotherBody(@ForAll Random random) {
    EditedApp before = EditedApp.random(random);
    EditedApp after = before.edited(random);
    CompiledApp old = CompiledApp.of(before.source());
    CompiledApp fresh = CompiledApp.of(after.source());
    neverRunsAnotherBody(before, after, old, fresh);
    neverRunsAnotherBody(before, after, old.withTables(), fresh.withTables());
    // A class that was compiled again without its table.
    neverRunsAnotherBody(before, after, old, fresh.withTables(old.tablesOfSteps()));
  }

  private static void neverRunsAnotherBody(
      EditedApp before, EditedApp after, CompiledApp old, CompiledApp fresh) {
    Codec edited = fresh.codec();
    NewCode code = NewCode.of(fresh::classFile);
    List<?> stored = (List<?>) old.call("all");
    for (int i = 0; i < stored.size(); i++) {
      Object lambda = stored.get(i);
      Payload payload = encoded(old.codec(), lambda);
      if (payload == null) {
        continue;
      }
      Function1<Integer, Object> found = decoded(edited, payload);
      EditedApp.Lambda written = before.lambdas().get(i);
      assertThat(goesOn(code, payload))
          .as("%s%nbefore: %s%nafter: %s", written, before.source(), after.source())
          .isEqualTo(found != null);
      if (found == null) {
        assertThat(numbered(written) || !after.lambdas().contains(written))
            .as("%s is refused though it is there:%n%s", written, after.source())
            .isTrue();
      } else {
        assertThat(results(found))
            .as("%s%nbefore: %s%nafter: %s", written, before.source(), after.source())
            .isEqualTo(results(function(lambda)));
      }
    }
  }

  /** Whether it is said of what is stored, before it is tried, that it goes on. */
  private static boolean goesOn(NewCode code, Payload stored) {
    List<Verdict.Outcome> outcomes = new ArrayList<>();
    Held.in(stored.body(), held -> outcomes.add(code.verdict(held).outcome()));
    assertThat(outcomes).isNotEmpty();
    return outcomes.stream().allMatch(outcome -> outcome == Verdict.Outcome.GOES_ON);
  }

  /** Whether its class bears a number: then it is refused if that number has changed. */
  private static boolean numbered(EditedApp.Lambda lambda) {
    return lambda.kind() == EditedApp.Kind.WITHIN || lambda.kind() == EditedApp.Kind.METHOD;
  }

  /** {@return null if it may not be stored at all} */
  private static @Nullable Payload encoded(Codec codec, Object lambda) {
    try {
      return codec.encode(lambda);
    } catch (NotEncodableException e) {
      return null;
    }
  }

  /** {@return null if it is refused in the way that is promised} */
  private static @Nullable Function1<Integer, Object> decoded(Codec codec, Payload payload) {
    try {
      return function(codec.decode(payload, Function1.class));
    } catch (KappaException e) {
      assertThat(e.code()).isIn(ErrorCode.CODE_CHANGED, ErrorCode.NOT_DECODABLE);
      return null;
    }
  }

  @SuppressWarnings("unchecked") // the sources declare it so
  private static Function1<Integer, Object> function(Object lambda) {
    return (Function1<Integer, Object>) lambda;
  }

  private static List<Object> results(Function1<Integer, Object> lambda) {
    List<Object> results = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      results.add(lambda.apply(i));
    }
    return results;
  }
}
