package dev.kappa.coordinator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kappa.coordinator.deploy.Wanted.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Deployments, whatever there is already, and wherever they are cut off. */
final class PlanPropertyTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/orders";

  /** Functions as Lambda has them: what is edited, the versions, the alias. */
  private static final class Account {
    private @Nullable FunctionShape latest;
    private final List<FunctionShape> versions = new ArrayList<>();
    private final Map<String, String> tags = new HashMap<>();
    private int named;

    Present look() {
      Optional<Present.Published> alias =
          named == 0
              ? Optional.empty()
              : Optional.of(
                  new Present.Published(
                      Integer.toString(named), versions.get(named - 1), true, "a1"));
      return new Present(Optional.ofNullable(latest), "", alias, tags);
    }

    void happen(Change change) {
      switch (change) {
        case Change.Upload put -> assertThat(put.object()).startsWith("s3://");
        case Change.Create make -> {
          latest = make.shape();
          tags.putAll(make.tags());
        }
        case Change.Configure set -> latest = settings(set.shape(), edited());
        case Change.Replace set -> latest = code(set.shape(), edited());
        case Change.Publish publish -> publish();
        case Change.Point point -> {
          assertThat(point.isNew()).isEqualTo(named == 0);
          named = versions.size();
        }
        case Change.Tag tag -> tags.putAll(tag.tags());
      }
    }

    private void publish() {
      FunctionShape now = edited();
      if (versions.isEmpty() || !versions.getLast().equals(now)) {
        versions.add(now);
      }
    }

    private FunctionShape edited() {
      return Objects.requireNonNull(latest);
    }

    private static FunctionShape settings(FunctionShape from, FunctionShape rest) {
      return shape(
          rest.codeSha256(),
          from.memoryMb(),
          rest.architecture(),
          from.variables(),
          from.snapStart());
    }

    private static FunctionShape code(FunctionShape from, FunctionShape rest) {
      return shape(
          from.codeSha256(),
          rest.memoryMb(),
          from.architecture(),
          rest.variables(),
          rest.snapStart());
    }
  }

  private static FunctionShape shape(
      String sha256,
      int memory,
      String architecture,
      Map<String, String> variables,
      boolean snapStart) {
    return new FunctionShape(
        sha256,
        ROLE,
        "java25",
        "dev.kappa.handler.KappaHandler",
        memory,
        900,
        architecture,
        variables,
        List.of(),
        List.of(),
        snapStart,
        "");
  }

  @Provide
  Arbitrary<Wanted> wanted() {
    Arbitrary<String> hashes = Arbitraries.of("aaaa", "bbbb", "cccc");
    Arbitrary<@Nullable Integer> memories = Arbitraries.of(512, 1024).injectNull(0.5);
    Arbitrary<@Nullable String> architectures = Arbitraries.of("x86_64", "arm64").injectNull(0.6);
    Arbitrary<Map<String, String>> variables =
        Arbitraries.maps(Arbitraries.of("A", "B"), Arbitraries.of("1", "2")).ofMaxSize(2);
    Arbitrary<@Nullable Boolean> snapStarts = Arbitraries.of(true, false).injectNull(0.6);
    return Combinators.combine(hashes, memories, architectures, variables, snapStarts, variables)
        .as(
            (hash, memory, architecture, more, snapStart, tags) ->
                new Wanted(
                    "orders",
                    "live",
                    new ApplicationCode(Path.of("orders.jar"), hash, 1000),
                    new Settings(
                        ROLE,
                        null,
                        memory,
                        null,
                        architecture,
                        more,
                        null,
                        null,
                        snapStart,
                        tags)));
  }

  @Provide
  Arbitrary<List<Wanted>> several() {
    return wanted().list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<Optional<UploadPlace>> uploads() {
    return Arbitraries.of(Optional.empty(), Optional.of(new UploadPlace("jars", "orders/")));
  }

  @Property(tries = 500)
  void functionIsAsItIsWantedHoweverOftenDeploymentsWereCutOff(
      @ForAll("several") List<Wanted> before,
      @ForAll("wanted") Wanted last,
      @ForAll List<Integer> cuts,
      @ForAll("uploads") Optional<UploadPlace> upload) {
    Account account = new Account();
    for (int i = 0; i < before.size(); i++) {
      int cut = i < cuts.size() ? Math.floorMod(cuts.get(i), 6) : 6;
      deploy(account, before.get(i), upload, cut);
    }
    FunctionShape expected = last.over(account.look().latest());
    List<FunctionShape> versions = List.copyOf(account.versions);
    deploy(account, last, upload, Integer.MAX_VALUE);

    assertThat(account.look().latest()).contains(expected);
    assertThat(account.look().alias().map(Present.Published::shape)).contains(expected);
    assertThat(account.tags).containsAllEntriesOf(last.settings().tags());
    assertThat(account.versions.subList(0, versions.size())).isEqualTo(versions);
    assertThat(Plan.of(last, account.look(), upload.orElse(null))).isEmpty();
  }

  private static void deploy(
      Account account, Wanted wanted, Optional<UploadPlace> upload, int atMost) {
    Plan.of(wanted, account.look(), upload.orElse(null)).stream()
        .limit(atMost)
        .forEach(account::happen);
  }
}
