package dev.kappa.coordinator.platform.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files that a worker process needs beside the user's jar.
 *
 * @param launcher the jar with the worker's main class
 * @param runtime the jars of the Lambda runtime interface client
 * @param nativeLibrary the client's native part for this machine; empty where there is none
 */
record WorkerFiles(Path launcher, List<Path> runtime, Optional<Path> nativeLibrary) {
  WorkerFiles {
    runtime = List.copyOf(runtime);
  }
}
