package dev.kappa.tests.patterns;

import dev.kappa.Task;
import dev.kappa.Workflows;

/** A saga: three bookings; if one fails, those before it are undone, the last first. */
public final class Trip {
  public record Request(String customer) {}

  public record Booked(String flight, String car, String hotel) {}

  public static Workflows workflows() {
    return Workflows.of("trip", Request.class, Trip::book);
  }

  static Task<Booked> book(Request request) {
    return Task.saga(
        () ->
            reserve("flight", request)
                .and(reserve("car", request))
                .and((flight, car) -> reserve("hotel", request))
                .map(Booked::new));
  }

  static Task<String> reserve(String what, Request request) {
    return Task.step("book " + what, () -> Outside.book(what, request.customer()))
        .undo("cancel " + what, Outside::cancel);
  }
}
