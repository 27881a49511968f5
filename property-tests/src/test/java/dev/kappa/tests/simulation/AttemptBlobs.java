package dev.kappa.tests.simulation;

import dev.kappa.wire.AttemptRef;
import dev.kappa.wire.Message;

/** The blobs that an attempt stores and reads. */
final class AttemptBlobs {
  private final AttemptRef ref;
  private final SimulatedWorker worker;
  private final Monitor monitor;
  private int stored;

  AttemptBlobs(AttemptRef ref, SimulatedWorker worker, Monitor monitor) {
    this.ref = ref;
    this.worker = worker;
    this.monitor = monitor;
  }

  /** A worker whose attempt is over needs a blob that was dropped: it can do nothing any more. */
  static final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GoneException(String name) {
      super("blob " + name + " is gone");
    }
  }

  /** Stores a blob. {@return its name} */
  String put(byte[] bytes) {
    stored++;
    String name = ref.task() + "-" + ref.epoch() + "-" + stored + "-" + bytes.length;
    worker.request(new Message.PutBlob(ref, name, bytes));
    return name;
  }

  /**
   * {@return a blob}
   *
   * @throws GoneException if the attempt is over
   */
  byte[] get(String name) {
    byte[] bytes = monitor.blob(ref, worker.instance(), name);
    if (bytes == null) {
      throw new GoneException(name);
    }
    return bytes;
  }
}
