package dev.kappa.coordinator.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some runs hold of the application's code.
 *
 * @param held each distinct piece
 * @param runs how many runs were looked into
 * @param unreadable how many values could not be read
 * @param next asks for what more runs hold; null if there are none
 */
public record HeldPage(List<HeldCount> held, long runs, long unreadable, @Nullable String next) {
  /** Copies the list. */
  public HeldPage {
    held = List.copyOf(held);
  }
}
