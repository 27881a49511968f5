package dev.kappa.coordinator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kappa.coordinator.deploy.Wanted.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a deployment does, and what it refuses. */
final class PlanTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/orders";
  private static final ApplicationCode CODE =
      new ApplicationCode(Path.of("orders.jar"), "NEW=", 45_200_000);

  private static Wanted wanted(Settings settings) {
    return new Wanted("orders", "live", CODE, settings);
  }

  private static FunctionShape shape(String sha256, String handler) {
    return new FunctionShape(
        sha256,
        ROLE,
        "java21",
        handler,
        512,
        900,
        "x86_64",
        Map.of("PASSWORD", "secret"),
        List.of(),
        List.of(),
        false,
        "");
  }

  private static Present present(FunctionShape shape) {
    return new Present(
        Optional.of(shape),
        "r1",
        Optional.of(new Present.Published("6", shape, true, "a1")),
        Map.of());
  }

  private static List<String> texts(List<Change> changes) {
    return changes.stream().map(Change::text).toList();
  }

  @Test
  void newFunctionIsMadePublishedAndNamed() {
    Settings role =
        new Settings(ROLE, null, null, null, null, Map.of(), null, null, null, Map.of());

    assertThat(texts(Plan.of(wanted(role), Present.NOTHING, null)))
        .containsExactly(
            "make the function: java25 on x86_64, 1024 MB, 900 s, role "
                + ROLE
                + ", code of 45.2 MB",
            "publish a version",
            "let a new alias live name that version");
  }

  @Test
  void newFunctionHasItsTagsFromTheBeginning() {
    Settings settings =
        new Settings(
            ROLE, null, null, null, null, Map.of(), null, null, null, Map.of("team", "orders"));

    assertThat(Plan.of(wanted(settings), Present.NOTHING, null))
        .noneMatch(Change.Tag.class::isInstance)
        .first()
        .satisfies(change -> assertThat(change.text()).endsWith("45.2 MB, tags team=orders"));
  }

  @Test
  void newFunctionNeedsARole() {
    assertThatThrownBy(() -> Plan.of(wanted(Settings.NONE), Present.NOTHING, null))
        .hasMessageContaining("there is no function orders yet")
        .hasMessageContaining("--role ARN");
  }

  @Test
  void onlyWhatDiffersIsChangedAndNoValueOfAVariableIsTold() {
    Settings settings =
        new Settings(
            null,
            null,
            1024,
            null,
            null,
            Map.of("PASSWORD", "other", "MORE", "x"),
            null,
            null,
            true,
            Map.of());
    Present present = present(shape("OLD=", "dev.kappa.handler.KappaHandler"));

    assertThat(texts(Plan.of(wanted(settings), present, null)))
        .containsExactly(
            "change settings: memory 512 MB -> 1024 MB, SnapStart off -> on, variable MORE is added, variable PASSWORD has another value",
            "replace the code OLD= by NEW=, of 45.2 MB on x86_64",
            "publish a version",
            "let the alias live name that version, no more 6");
    assertThat(present.toString()).doesNotContain("secret");
  }

  @Test
  void nothingIsDoneWhereAllIsAsItShouldBe() {
    Present present = present(shape("NEW=", "dev.kappa.handler.KappaHandler"));

    assertThat(Plan.of(wanted(Settings.NONE), present, null)).isEmpty();
  }

  @Test
  void tagsThatAreMissingAreSetAndMakeNoVersion() {
    Settings settings =
        new Settings(
            null, null, null, null, null, Map.of(), null, null, null, Map.of("a", "1", "b", "2"));
    FunctionShape shape = shape("NEW=", "dev.kappa.handler.KappaHandler");
    Present present =
        new Present(
            Optional.of(shape),
            "r1",
            Optional.of(new Present.Published("6", shape, true, "a1")),
            Map.of("a", "1", "b", "other", "c", "3"));

    assertThat(texts(Plan.of(wanted(settings), present, null))).containsExactly("set tags: b=2");
  }

  @Test
  void changeByAnotherHandIsPublishedAndAnAliasOfTwoVersionsNamesOne() {
    FunctionShape shape = shape("NEW=", "dev.kappa.handler.KappaHandler");
    FunctionShape mounted =
        new FunctionShape(
            shape.codeSha256(),
            shape.role(),
            shape.runtime(),
            shape.handler(),
            shape.memoryMb(),
            shape.timeoutSeconds(),
            shape.architecture(),
            shape.variables(),
            shape.subnets(),
            shape.securityGroups(),
            false,
            "a mount");
    Present edited =
        new Present(
            Optional.of(mounted),
            "r2",
            Optional.of(new Present.Published("6", shape, true, "a1")),
            Map.of());
    Present split =
        new Present(
            Optional.of(shape),
            "r2",
            Optional.of(new Present.Published("6", shape, false, "a1")),
            Map.of());

    for (Present present : List.of(edited, split)) {
      assertThat(texts(Plan.of(wanted(Settings.NONE), present, null)))
          .containsExactly("publish a version", "let the alias live name that version, no more 6");
    }
  }

  @Test
  void functionOfAnotherKindIsLeftAlone() {
    Present present = present(shape("OLD=", "index.handler"));

    assertThatThrownBy(() -> Plan.of(wanted(Settings.NONE), present, null))
        .hasMessageContaining("has the handler index.handler")
        .hasMessageContaining("was left alone");
  }

  @Test
  void jarThatIsTooLargeForARequestNeedsABucket() {
    ApplicationCode large = new ApplicationCode(Path.of("orders.jar"), "NEW=", 60L << 20);
    Wanted wanted = new Wanted("orders", "live", large, Settings.NONE);
    Present present = present(shape("OLD=", "dev.kappa.handler.KappaHandler"));

    assertThatThrownBy(() -> Plan.of(wanted, present, null))
        .hasMessageContaining("orders.jar has 60 MiB")
        .hasMessageContaining("--upload s3://BUCKET/PREFIX");
    assertThat(Plan.of(wanted, present, UploadPlace.parse("s3://jars/orders")))
        .first()
        .satisfies(first -> assertThat(first.text()).contains("62.9 MB to s3://jars/orders/"));
  }

  @Test
  void placeOfJarsIsABucketWithOrWithoutAPrefix() {
    assertThat(UploadPlace.parse("s3://jars")).isEqualTo(new UploadPlace("jars", ""));
    assertThat(UploadPlace.parse("s3://jars/a/b/")).isEqualTo(new UploadPlace("jars", "a/b/"));
    assertThatThrownBy(() -> UploadPlace.parse("/tmp/jars"))
        .hasMessageContaining("expected: s3://BUCKET/PREFIX");
  }
}
