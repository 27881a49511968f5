package dev.kappa.coordinator.api;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A {@link HeldPage} as JSON. */
public final class HeldDocument {
  private HeldDocument() {}

  /** {@return the document of {@code page}, on one line} */
  public static String of(HeldPage page) {
    return JsonMapper.shared().writeValueAsString(page);
  }

  /**
   * {@return the page that {@code document} describes}
   *
   * @throws JacksonException if it is not one
   */
  public static HeldPage parse(String document) {
    return JsonMapper.shared().readValue(document, HeldPage.class);
  }
}
