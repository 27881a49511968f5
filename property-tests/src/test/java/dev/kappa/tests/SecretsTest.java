package dev.kappa.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.kappa.coordinator.access.OwnersToken;
import dev.kappa.coordinator.access.WorkerTokens;
import dev.kappa.coordinator.api.Guard;
import dev.kappa.coordinator.platform.InvokeCredentials;
import dev.kappa.wire.SignalProof;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;

/** What nobody may guess is compared in constant time, and drawn from the operating system. */
@AnalyzeClasses(packages = "dev.kappa", importOptions = ImportOption.DoNotIncludeTests.class)
final class SecretsTest {
  /** Who is told a secret and has one, or its hash, to compare it with. */
  private static final DescribedPredicate<JavaClass> COMPARE_SECRETS =
      equivalentTo(Guard.class)
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

  @ArchTest
  static final ArchRule SECRETS_ARE_COMPARED_IN_NO_OTHER_WAY =
      noClasses()
          .that(COMPARE_SECRETS.or(SIGN))
          .should()
          .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
          .orShould()
          .callMethod(String.class, "equals", Object.class)
          .orShould()
          .callMethod(String.class, "contentEquals", CharSequence.class);

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
