package dev.kappa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A call of the program that has ended. */
record Called(int exitCode, String out, String err) {
  /** {@return the one JSON document on standard output, which has nothing else} */
  JsonNode document() {
    assertThat(out)
        .as("standard output; standard error was: %s", err)
        .hasLineCount(1)
        .endsWith("\n");
    return JsonMapper.shared().readTree(out);
  }

  /** Checks the exit code. */
  Called exits(int expected) {
    assertThat(exitCode).as("exit code of%n%s%n%s", out, err).isEqualTo(expected);
    return this;
  }

  /** {@return the error in the document} Its code and the program's exit code are checked. */
  JsonNode fails(String code, int exit) {
    exits(exit);
    JsonNode error = document().get("error");
    assertThat(error.get("code").stringValue()).as(out).isEqualTo(code);
    assertThat(err).contains(code);
    return error;
  }
}
