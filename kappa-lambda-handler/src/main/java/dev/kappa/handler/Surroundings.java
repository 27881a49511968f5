package dev.kappa.handler;

import dev.kappa.codec.Codec;
import java.nio.file.Path;

/**
 * What all tasks of an invocation share.
 *
 * @param api the coordinator's client API
 * @param output where steps may leave files
 * @param threads of steps that have a time limit
 * @param world what time it is there
 * @param large where large values are
 * @param resident whether this is a resident worker: it runs the steps that are placed there, and
 *     no other
 */
record Surroundings(
    Application application,
    Codec codec,
    Api api,
    Path output,
    TimeLimit time,
    StepThreads threads,
    World world,
    LargeValues large,
    boolean resident) {

  /** {@return the same, of a coordinator whose clients and large values are elsewhere} */
  Surroundings at(Api elsewhere, LargeValues values) {
    return new Surroundings(
        application, codec, elsewhere, output, time, threads, world, values, resident);
  }
}
