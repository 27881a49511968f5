package dev.kappa.apps.files;

import dev.kappa.StepContext;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that the steps of one run leave for each other, where all workers see them: in a directory,
 * or in a bucket.
 */
public sealed interface Scratch permits LocalScratch, ObjectScratch {
  /**
   * {@return the files of the run whose step runs on this thread} They are beside its output, if
   * that is in a bucket; else in the output directory.
   *
   * @param output where the run's output is to be; null if the input does not say it
   */
  static Scratch beside(@Nullable String output) {
    String name = "run-" + StepContext.current().runId() + ".parts";
    if (output != null && ObjectAddress.is(output)) {
      return ObjectScratch.at(ObjectAddress.parse("input.output", output).beside(name + "/"));
    }
    String place = OutputPlace.current().of(name);
    return ObjectAddress.is(place)
        ? ObjectScratch.at(ObjectAddress.parse(OutputPlace.VARIABLE, place + "/"))
        : new LocalScratch(Path.of(place));
  }

  /** Writes one file. */
  @FunctionalInterface
  interface Content<R> {
    /** Writes all of it, and gives what the step gives. */
    R writeTo(DataOutputStream out) throws IOException;
  }

  /** Writes one file by its path. */
  @FunctionalInterface
  interface Placed<R> {
    /** Writes all of it, and gives what the step gives. */
    R writeTo(Path draft) throws IOException;
  }

  /** Makes the place. Only the first step does: nothing comes back when it was deleted. */
  void create() throws IOException;

  /** Writes a file. It appears whole or not at all. */
  <R> R write(String name, Content<R> content) throws IOException;

  /** As {@link #write}, for a writer that opens its file by itself, as engines do. */
  <R> R place(String name, Placed<R> content) throws IOException;

  /**
   * {@return a file, to be read from its beginning to its end}
   *
   * @throws IOException if it is not there, which says that workers do not share their directory,
   *     or that the run has ended
   */
  DataInputStream open(String name) throws IOException;

  /**
   * As {@link #open}, of many files that are read beside each other: where reading takes a
   * connection, none is held while nothing is read.
   */
  DataInputStream openAmongMany(String name) throws IOException;

  /** Adds a line to a file to which several workers may add at once. */
  void append(String name, String line) throws IOException;

  /** {@return the lines of a file to which they were added; none if it is not there} */
  List<String> lines(String name) throws IOException;

  /** {@return a directory on this worker's disk, for programs that want paths} */
  WorkDirectory work() throws IOException;

  /** {@return the path of a file, which is fetched into {@code work} if it is elsewhere} */
  Path fetched(String name, WorkDirectory work) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(String name) throws IOException;

  /**
   * Deletes all of them, and their place. When a run fails, others of its steps may still write:
   * after some tries what they leave in a directory stays, and the failure is told.
   */
  void deleteAll() throws IOException;
}
