package dev.kappa.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.kappa.coordinator.access.OwnersToken;
import dev.kappa.coordinator.access.PeerProof;
import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.coordinator.platform.InvokeCredentials;
import dev.kappa.wire.SignalProof;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;

/** What nobody may guess is compared in constant time, and drawn from the operating system. */
@AnalyzeClasses(packages = "dev.kappa", importOptions = ImportOption.DoNotIncludeTests.class)
final class SecretsTest {
  /** Who is told a secret and has one, or its hash, to compare it with. */
  private static final DescribedPredicate<JavaClass> COMPARE_SECRETS =
      equivalentTo(PeerProof.class)
          .or(equivalentTo(InvokeCredentials.class))
          .or(equivalentTo(OwnersToken.class))
          .or(equivalentTo(SignalProof.class))
          .or(equivalentTo(WorkerTokens.class))
          .or(name("dev.kappa.coordinator.access.TokenLines"))
          .or(name("dev.kappa.coordinator.platform.local.RuntimeAddress"));

  /** What is signed is a secret until it is said. */
  private static final DescribedPredicate<JavaClass> SIGN =
      DescribedPredicate.describe(
          "sign",
          type ->
              type.getDirectDependenciesFromSelf().stream()
                  .anyMatch(on -> on.getTargetClass().isEquivalentTo(Mac.class)));

  @ArchTest
  static final ArchRule SECRETS_ARE_COMPARED_IN_CONSTANT_TIME =
      classes()
          .that(COMPARE_SECRETS)
          .should()
          .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class);

  private static final Set<String> OTHER_WAYS =
      Set.of(
          "java.util.Arrays.equals",
          "java.util.Objects.equals",
          "java.lang.String.equals",
          "java.lang.String.equalsIgnoreCase",
          "java.lang.String.contentEquals",
          "java.lang.String.compareTo");

  /** These compare words that are in the documentation: a role, a part of a path. */
  private static final Set<String> COMPARE_WORDS =
      Set.of(
          "dev.kappa.coordinator.access.TokenLines.line",
          "dev.kappa.coordinator.api.Guard.webhook");

  private static String named(AccessTarget.CodeUnitCallTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }

  private static String named(JavaCodeUnit origin) {
    return origin.getOwner().getName() + "." + origin.getName();
  }

  private static final ArchCondition<JavaClass> COMPARE_IN_NO_OTHER_WAY =
      new ArchCondition<>("compare in no other way") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          type.getMethodCallsFromSelf().stream()
              .filter(call -> OTHER_WAYS.contains(named(call.getTarget())))
              .filter(call -> !COMPARE_WORDS.contains(named(call.getOrigin())))
              .forEach(
                  call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
        }
      };

  @ArchTest
  static final ArchRule SECRETS_ARE_COMPARED_IN_NO_OTHER_WAY =
      classes().that(COMPARE_SECRETS.or(SIGN)).should(COMPARE_IN_NO_OTHER_WAY);

  /** Processes that go on from one snapshot have the same state of all but that. */
  @ArchTest
  static final ArchRule WORKERS_DRAW_NUMBERS_FROM_THE_OPERATING_SYSTEM =
      noClasses()
          .that()
          .resideInAnyPackage("dev.kappa.handler..", "dev.kappa.wire..", "dev.kappa.s3..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.assignableTo(RandomGenerator.class)
                  .and(not(equivalentTo(SecureRandom.class))))
          .orShould()
          .callMethod(Math.class, "random");
}
