package dev.kappa.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.kappa.CancelledException;
import dev.kappa.ChannelClosedException;
import dev.kappa.coordinator.api.RunStatus;
import dev.kappa.coordinator.store.Change;
import dev.kappa.coordinator.store.Formats;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.security.SecureClassLoader;
import java.time.Instant;

/** Arrows between modules, and within the coordinator, go one way. */
@AnalyzeClasses(packages = "dev.kappa", importOptions = ImportOption.DoNotIncludeTests.class)
final class ModulesTest {
  private static final String ANY = "dev.kappa..";
  private static final String LANGUAGE = "dev.kappa";
  private static final String ERROR = "dev.kappa.error";
  private static final String WIRE = "dev.kappa.wire";
  private static final String APPS = "dev.kappa.apps..";
  private static final String HANDLER = "dev.kappa.handler..";
  private static final String COORDINATOR = "dev.kappa.coordinator..";

  private static final String API = "dev.kappa.coordinator.api";
  private static final String ACCESS = "dev.kappa.coordinator.access";
  private static final String CORE = "dev.kappa.coordinator.core";
  private static final String ENGINE = "dev.kappa.coordinator.engine";
  private static final String METRICS = "dev.kappa.coordinator.metrics";
  private static final String OBJECTS = "dev.kappa.objects";
  private static final String UPGRADE = "dev.kappa.upgrade";
  private static final String PLATFORM = "dev.kappa.coordinator.platform";
  private static final String PROCESS = "dev.kappa.coordinator.process";
  private static final String STORE = "dev.kappa.coordinator.store";

  /** The coordinator has errors of its own making, of types that users catch. */
  private static final DescribedPredicate<JavaClass> SHARED =
      resideInAnyPackage(WIRE, ERROR, UPGRADE, OBJECTS)
          .or(type(CancelledException.class))
          .or(type(ChannelClosedException.class));

  // ---- modules

  @ArchTest
  static final ArchRule COORDINATOR_LOADS_NO_CLASS_OF_THE_LANGUAGE =
      noClasses()
          .that()
          .resideInAPackage(COORDINATOR)
          .should()
          .dependOnClassesThat(
              resideInAPackage(ANY).and(not(resideInAPackage(COORDINATOR))).and(not(SHARED)));

  @ArchTest
  static final ArchRule WORKER_KNOWS_NO_COORDINATOR =
      noClasses()
          .that()
          .resideInAPackage(HANDLER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COORDINATOR, APPS);

  @ArchTest
  static final ArchRule APPLICATIONS_NEED_THE_LANGUAGE_ALONE =
      noClasses()
          .that()
          .resideInAPackage(APPS)
          .should()
          .dependOnClassesThat(
              resideInAPackage(ANY).and(not(resideInAnyPackage(APPS, LANGUAGE, ERROR, OBJECTS))));

  @ArchTest
  static final ArchRule LANGUAGE_KNOWS_NO_ONE =
      noClasses()
          .that()
          .resideInAnyPackage(
              LANGUAGE,
              ERROR,
              WIRE,
              "dev.kappa.codec..",
              UPGRADE,
              "dev.kappa.lambda..",
              "dev.kappa.interpreter..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COORDINATOR, HANDLER, APPS);

  /** So users' tests need none of a server's libraries. */
  @ArchTest
  static final ArchRule TEST_KIT_KNOWS_THE_CORE_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.kappa.testkit..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(COORDINATOR)
                  .and(not(resideInAPackage(CORE)))
                  .and(not(JavaClass.Predicates.assignableTo(Change.class))));

  // ---- within the coordinator

  @ArchTest static final ArchRule API_KNOWS_NO_ONE = knowsOnly(API, ACCESS);
  @ArchTest static final ArchRule ACCESS_KNOWS_NO_ONE = knowsOnly(ACCESS);
  @ArchTest static final ArchRule METRICS_KNOW_NO_ONE = knowsOnly(METRICS);
  @ArchTest static final ArchRule STORE_KNOWS_NO_ONE = knowsOnly(STORE);

  @ArchTest
  static final ArchRule BUCKETS_KNOW_THE_STORE = knowsOnly("dev.kappa.coordinator.blobs", STORE);

  @ArchTest
  static final ArchRule ENCRYPTION_KNOWS_THE_STORE =
      knowsOnly("dev.kappa.coordinator.encryption", STORE);

  @ArchTest static final ArchRule PROCESSES_KNOW_NO_ONE = knowsOnly(PROCESS);
  @ArchTest static final ArchRule PLATFORM_KNOWS_NO_ONE = knowsOnly(PLATFORM);
  @ArchTest static final ArchRule CLIENT_KNOWS_THE_API = knowsOnly(API + ".client", API, ACCESS);
  @ArchTest static final ArchRule CORE_KNOWS_CHANGES = knowsOnly(CORE, API, STORE);

  @ArchTest
  static final ArchRule SERVER_KNOWS_THE_ENGINE =
      knowsOnly("dev.kappa.coordinator.server", ENGINE, ACCESS);

  @ArchTest
  static final ArchRule ENGINE_JOINS_THE_PARTS =
      knowsOnly(ENGINE, ACCESS, API, CORE, METRICS, PLATFORM, STORE);

  /** It is loaded when somebody asks for metrics, and not when a coordinator starts. */
  @ArchTest
  static final ArchRule ONE_CLASS_KNOWS_THE_LIBRARY_OF_METRICS =
      noClasses()
          .that(not(name(METRICS + ".Exposition")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule LOCAL_PLATFORM_IS_A_PLATFORM =
      knowsOnly(PLATFORM + ".local", PLATFORM, PLATFORM + ".worker", PROCESS);

  @ArchTest static final ArchRule LOCAL_WORKER_KNOWS_NO_ONE = knowsOnly(PLATFORM + ".worker");

  @ArchTest
  static final ArchRule EMBEDDED_REDIS_IS_A_PROCESS =
      knowsOnly("dev.kappa.coordinator.embedded", PROCESS);

  @ArchTest
  static final ArchRule NO_ONE_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kappa.coordinator.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.kappa.coordinator.cli");

  private static ArchRule knowsOnly(String who, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(who)
        .should()
        .dependOnClassesThat(
            resideInAPackage(COORDINATOR)
                .and(not(resideInAPackage(who)))
                .and(not(resideInAnyPackage(others))));
  }

  // ---- bytes from outside are never classes

  @ArchTest
  static final ArchRule NATIVE_DESERIALIZATION_IS_NOT_USED =
      noClasses()
          .that()
          .resideInAPackage(ANY)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class);

  /**
   * Of the coordinator's program, what runs in processes of workers: the worker that {@code kappa
   * worker} is, and what local workers begin with; and what asks for classes of the JDK by names
   * that stand there.
   */
  private static final DescribedPredicate<JavaClass> LOADS_CLASSES =
      resideInAPackage(PLATFORM + ".worker")
          .or(name("dev.kappa.coordinator.cli.WorkerCommand"))
          .or(name("dev.kappa.coordinator.cli.Interrupts"));

  @ArchTest
  static final ArchRule COORDINATOR_LOADS_NO_CLASS_BY_NAME_OR_FROM_BYTES =
      noClasses()
          .that()
          .resideInAPackage(COORDINATOR)
          .and(not(LOADS_CLASSES))
          .should()
          .beAssignableTo(ClassLoader.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(SecureClassLoader.class)
          .orShould()
          .callMethod(Class.class, "forName", String.class)
          .orShould()
          .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
          .orShould()
          .callMethod(ClassLoader.class, "loadClass", String.class)
          .orShould()
          .callMethod(MethodHandles.Lookup.class, "findClass", String.class)
          .orShould()
          .callMethod(MethodHandles.Lookup.class, "defineClass", byte[].class);

  // ---- the core is a function

  /** Of its neighbours it needs the words for what it gives back. */
  @ArchTest
  static final ArchRule CORE_NEEDS_ONLY_WORDS_OF_OTHERS =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(API, STORE)
                  .and(not(resideInAPackage(CORE)))
                  .and(not(type(RunStatus.class)))
                  .and(not(type(Formats.class)))
                  .and(not(JavaClass.Predicates.assignableTo(Change.class))));

  @ArchTest
  static final ArchRule CORE_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.netty..",
                      "io.lettuce..",
                      "java.io..",
                      "java.net..",
                      "java.nio.channels..",
                      "java.nio.file..",
                      "java.util.concurrent..",
                      "org.slf4j..")
                  .and(not(type(Serializable.class))))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Math.class, "random");
}
