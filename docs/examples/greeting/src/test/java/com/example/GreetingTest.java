package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GreetingTest {
  @Test
  void theWorkflowIsRegistered() {
    assertEquals(List.of("greeting"), Greeting.workflows().names());
  }

  @Test
  void everyoneIsGreetedByName() {
    assertEquals("Hello, Ada!", Greeting.text("Hello", "Ada"));
  }
}
