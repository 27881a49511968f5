package dev.kappa;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;

/** Which package may know which. */
@AnalyzeClasses(packages = "dev.kappa", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.kappa";
  private static final String ERROR = "dev.kappa.error";
  private static final String WIRE = "dev.kappa.wire";
  private static final String CODEC = "dev.kappa.codec";
  private static final String CODEC_LAMBDA = "dev.kappa.codec.lambda";
  private static final String LAMBDA = "dev.kappa.lambda";
  private static final String INTERPRETER = "dev.kappa.interpreter";
  private static final String CHECK = "dev.kappa.check";

  @ArchTest static final ArchRule ERROR_KNOWS_NOTHING = knowsOnly(ERROR);
  @ArchTest static final ArchRule WIRE_KNOWS_NOTHING = knowsOnly(WIRE);

  @ArchTest
  static final ArchRule WIRE_NEEDS_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAnyPackage(ERROR, WIRE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "javax.crypto..", "javax.net.ssl..", "org.jspecify..", ERROR, WIRE);

  @ArchTest static final ArchRule PARTS_OF_LAMBDAS_KNOW_ERRORS = knowsOnly(CODEC_LAMBDA, ERROR);

  @ArchTest
  static final ArchRule CODEC_KNOWS_NO_TASKS = knowsOnly(CODEC, CODEC_LAMBDA, ERROR, WIRE);

  @ArchTest
  static final ArchRule UPGRADE_KNOWS_NO_TASKS =
      knowsOnly("dev.kappa.upgrade", CODEC, CODEC_LAMBDA, ERROR);

  @ArchTest
  static final ArchRule CHECK_OF_LAMBDAS_KNOWS_NO_TASKS =
      knowsOnly(LAMBDA, CODEC, CODEC_LAMBDA, ERROR);

  @ArchTest static final ArchRule CHECK_OF_SOURCES_KNOWS_NO_TASKS = knowsOnly(CHECK, CODEC, ERROR);

  /** The compiler is there when code is compiled, not where it runs. */
  @ArchTest
  static final ArchRule THE_COMPILER_IS_KNOWN_TO_THE_CHECK_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackage(CHECK)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.sun.source..", "com.sun.tools..", "javax.tools..", "javax.lang.model..", CHECK);

  @ArchTest
  static final ArchRule CHECK_USES_THE_PUBLIC_COMPILER_ALONE =
      noClasses()
          .that()
          .resideInAPackage(CHECK)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.sun.tools..");

  /** A task is what it does first: the words of the language and its instructions are one. */
  @ArchTest
  static final ArchRule INTERPRETER_KNOWS_NO_CODEC =
      knowsOnly(INTERPRETER, ROOT, LAMBDA, WIRE, ERROR);

  @ArchTest
  static final ArchRule LANGUAGE_KNOWS_NO_CODEC = knowsOnly(ROOT, INTERPRETER, LAMBDA, WIRE, ERROR);

  @ArchTest
  static final ArchRule INTERPRETER_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage(INTERPRETER)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.io", "java.net..", "java.nio..", "java.util.concurrent..")
                  .and(not(type(Serializable.class))))
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  private static ArchRule knowsOnly(String who, String... others) {
    DescribedPredicate<JavaClass> unknown =
        resideInAPackage("dev.kappa..")
            .and(not(resideInAPackage(who)))
            .and(not(resideInAnyPackage(others)));
    return noClasses().that().resideInAPackage(who).should().dependOnClassesThat(unknown);
  }

  /** What a program is written with shows nothing of how it is run. */
  @ArchTest
  static void wordsShowNothingOfTheInside(JavaClasses all) {
    DescribedPredicate<JavaClass> inside = resideInAnyPackage(INTERPRETER, WIRE, LAMBDA);
    assertThat(all.that(resideInAPackage(ROOT)))
        .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .flatExtracting(JavaClass::getCodeUnits)
        .filteredOn(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
        .filteredOn(
            unit ->
                inside.test(unit.getRawReturnType())
                    || unit.getRawParameterTypes().stream().anyMatch(inside))
        .extracting(JavaCodeUnit::getFullName)
        .isEmpty();
  }

  /** The root package is the vocabulary: what is new in it is thought about. */
  @ArchTest
  static void rootPackageHoldsTheWordsThatUsersWrite(JavaClasses all) {
    assertThat(all.that(resideInAPackage(ROOT)))
        .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .filteredOn(type -> type.isTopLevelClass())
        .extracting(JavaClass::getSimpleName)
        .containsExactlyInAnyOrder(
            "Action",
            "Action1",
            "Backoff",
            "Barrier",
            "CancelledException",
            "Case",
            "Channel",
            "ChannelClosedException",
            "Checkpoint",
            "Checkpoints",
            "Fan",
            "Latch",
            "Limit",
            "Lock",
            "Loop",
            "Migrate",
            "Resource",
            "Retry",
            "RunFuture",
            "Schedule",
            "Semaphore",
            "Signal",
            "Source",
            "Start",
            "Step",
            "StepContext",
            "StepInDoubtException",
            "Task",
            "Task2",
            "Task3",
            "Task4",
            "TaskContext",
            "TaskFuture",
            "TimedOutException",
            "Workflow",
            "Workflows");
  }
}
