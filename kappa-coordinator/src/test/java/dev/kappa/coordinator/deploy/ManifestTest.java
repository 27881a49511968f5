package dev.kappa.coordinator.deploy;

import static dev.kappa.coordinator.deploy.Template.at;
import static dev.kappa.coordinator.deploy.Template.list;
import static dev.kappa.coordinator.deploy.Template.named;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifest for Kubernetes, and the unit of systemd. */
final class ManifestTest {
  /** Longer than {@code Coordinator.DRAIN} and what closing takes, in seconds. */
  private static final int ENDING = 25;

  private static final Object DEPLOYMENT = kind("Deployment");
  private static final Object POD = at(DEPLOYMENT, "spec", "template", "spec");
  private static final Object CONTAINER = at(POD, "containers", 0);

  private static Object kind(String kind) {
    return Template.documents("kubernetes/kappa.yaml").stream()
        .filter(document -> kind.equals(document.get("kind")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind));
  }

  @Test
  void allSpeakOfTheSamePods() {
    Object labels = Map.of("app", "kappa-coordinator");
    assertThat(at(DEPLOYMENT, "spec", "template", "metadata", "labels")).isEqualTo(labels);
    assertThat(at(DEPLOYMENT, "spec", "selector", "matchLabels")).isEqualTo(labels);
    assertThat(at(kind("Service"), "spec", "selector")).isEqualTo(labels);
    assertThat(at(kind("PodDisruptionBudget"), "spec", "selector", "matchLabels"))
        .isEqualTo(labels);
    assertThat(at(kind("NetworkPolicy"), "spec", "podSelector", "matchLabels")).isEqualTo(labels);
    assertThat(at(POD, "serviceAccountName"))
        .isEqualTo(at(kind("ServiceAccount"), "metadata", "name"));
  }

  @Test
  void oneMayFailAndANewOneJoinsFirst() {
    assertThat(number(DEPLOYMENT, "spec", "replicas")).isGreaterThanOrEqualTo(2);
    assertThat(number(DEPLOYMENT, "spec", "strategy", "rollingUpdate", "maxUnavailable")).isZero();
    assertThat(number(kind("PodDisruptionBudget"), "spec", "maxUnavailable")).isEqualTo(1);
  }

  @Test
  void probesAskForTheHealthAtThePortOfTheApi() {
    assertThat(named("httpGet", CONTAINER))
        .hasSize(3)
        .allSatisfy(probe -> assertThat(probe).isEqualTo(Map.of("path", "/health", "port", "api")));
    assertThat(at(CONTAINER, "ports", 0)).isEqualTo(Map.of("name", "api", "containerPort", "7070"));
    assertThat(list(at(CONTAINER, "args"))).containsSubsequence("--port", "7070");
    assertThat(at(kind("Service"), "spec", "ports", 0, "targetPort")).isEqualTo("api");
  }

  @Test
  void metricsAreReadAtThePortOfTheApi() {
    assertThat(at(DEPLOYMENT, "spec", "template", "metadata", "annotations"))
        .isEqualTo(
            Map.of(
                "prometheus.io/scrape", "true",
                "prometheus.io/port", at(CONTAINER, "ports", 0, "containerPort"),
                "prometheus.io/path", "/metrics"));
  }

  @Test
  void itsPortsAreReachedAndNothingIsClosedToItself() {
    Object policy = at(kind("NetworkPolicy"), "spec");
    assertThat(list(at(policy, "policyTypes"))).containsExactly("Ingress");
    assertThat(list(at(policy, "ingress")).stream().map(rule -> list(at(rule, "ports"))))
        .containsExactlyElementsOf(
            names(at(CONTAINER, "ports")).stream()
                .map(port -> List.<Object>of(Map.of("protocol", "TCP", "port", port)))
                .toList());
  }

  @Test
  void itHasNoTokenForKubernetes() {
    assertThat(at(POD, "automountServiceAccountToken")).isEqualTo("false");
  }

  @Test
  void thereIsTimeToGivePartitionsAway() {
    int before = number(CONTAINER, "lifecycle", "preStop", "sleep", "seconds");
    assertThat(number(POD, "terminationGracePeriodSeconds")).isGreaterThan(before + ENDING);
    assertThat(unit("TimeoutStopSec")).singleElement().isEqualTo("60");
    assertThat(unit("KillMode")).singleElement().isEqualTo("mixed");
    assertThat(Template.text("terraform/coordinator.tf")).contains("stopTimeout = 60\n");
    assertThat(named("StopTimeout", Template.documents("sam/template.yaml"))).containsExactly("60");
  }

  @Test
  void whatIsMountedIsThere() {
    assertThat(List.of("data", "tmp", "tokens"))
        .containsExactlyInAnyOrderElementsOf(names(at(CONTAINER, "volumeMounts")))
        .containsExactlyInAnyOrderElementsOf(names(at(POD, "volumes")));
  }

  private static List<String> names(Object elements) {
    return list(elements).stream().map(element -> at(element, "name").toString()).toList();
  }

  private static int number(Object start, Object... names) {
    return Integer.parseInt(at(start, names).toString());
  }

  private static Stream<String> unit(String setting) {
    return Template.text("systemd/kappa-coordinator.service")
        .lines()
        .filter(line -> line.startsWith(setting + "="))
        .map(line -> line.substring(setting.length() + 1));
  }
}
