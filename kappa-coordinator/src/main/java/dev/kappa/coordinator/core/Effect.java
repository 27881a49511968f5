package dev.kappa.coordinator.core;

import dev.kappa.wire.Failure;
import dev.kappa.wire.Handle;
import dev.kappa.wire.Next;

/** What is to be done outside, beside the reply. */
public sealed interface Effect {
  /** A task could go on: a worker is wanted. */
  record Ready(Handle task) implements Effect {}

  /** A task can't go on with the code at hand. */
  record Parked(Handle task, Failure failure) implements Effect {}

  /** Another run is to be told something, or to be heard of. */
  record Elsewhere(Handle task, Next.Abroad what) implements Effect {}

  /** A limit offers a permit. */
  record Offered(String permit) implements Effect {}

  /** The run has its result. */
  record Ended() implements Effect {}

  /** Nothing of the run goes on any more; what is stored was retired. */
  record Over() implements Effect {}
}
