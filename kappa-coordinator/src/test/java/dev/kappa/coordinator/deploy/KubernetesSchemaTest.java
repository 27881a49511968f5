package dev.kappa.coordinator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * The manifest for Kubernetes has no name that its API does not know, and each value is of the type
 * that is wanted there. The model is made from the API's own description.
 */
final class KubernetesSchemaTest {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1 ServiceAccount", ServiceAccount.class,
          "v1 Service", Service.class,
          "apps/v1 Deployment", Deployment.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
          "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class);

  /** The model's classes keep what they do not know; here it is to be an error. */
  private static final class KeepsNothingUnknown extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(MapperConfig<?> config, Annotated where) {
      return false;
    }
  }

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new KeepsNothingUnknown())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static List<HasMetadata> read(String text) {
    List<HasMetadata> read = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
      Map<?, ?> map = (Map<?, ?>) document;
      String kind = map.get("apiVersion") + " " + map.get("kind");
      read.add(STRICT.convertValue(map, KINDS.get(kind)));
    }
    return read;
  }

  @Test
  void eachPartIsWhatTheApiTakes() {
    assertThat(read(Template.text("kubernetes/kappa.yaml")))
        .hasSize(KINDS.size())
        .allSatisfy(
            part -> assertThat(part.getMetadata().getName()).isEqualTo("kappa-coordinator"));
  }

  @ParameterizedTest
  @CsvSource({
    "readOnlyRootFilesystem, readonlyRootFilesystem",
    "preStop:, prestop:",
    "sleep: {seconds: 5}, sleep: {second: 5}",
    "replicas: 2, replicas: two",
    "maxSkew: 1, maxskew: 1",
    "'emptyDir: {}', 'emptydir: {}'",
    "automountServiceAccountToken: false, automountServiceAccountToken: never",
    "policyTypes: [Ingress], policyTypes: Ingress",
  })
  void aMisspeltNameOrAValueOfAnotherTypeIsSeen(String right, String wrong) {
    String manifest = Template.text("kubernetes/kappa.yaml");
    assertThat(manifest).contains(right);
    assertThatThrownBy(() -> read(manifest.replace(right, wrong)))
        .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
  }
}
