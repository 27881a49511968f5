package dev.kappa.handler;

import dev.kappa.codec.Codec;
import java.nio.file.Path;

/**
 * What all tasks of an invocation share.
 *
 * @param output where steps may leave files
 */
record Surroundings(Application application, Codec codec, Path output, TimeLimit time) {}
