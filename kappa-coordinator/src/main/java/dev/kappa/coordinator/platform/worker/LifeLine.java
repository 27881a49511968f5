package dev.kappa.coordinator.platform.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its standard input does. The other end of that pipe is in the coordinator;
 * the operating system closes it when the coordinator dies, in whatever way.
 */
final class LifeLine implements Runnable {
  /** Sent through the pipe to ask for an orderly exit, with shutdown hooks. */
  private static final int EXIT = 'x';

  private final InputStream pipe;

  private LifeLine(InputStream pipe) {
    this.pipe = pipe;
  }

  /** Watches from now on. Standard input is empty for everyone else. */
  static void hold() {
    Thread watch = new Thread(new LifeLine(new FileInputStream(FileDescriptor.in)), "life line");
    watch.setDaemon(true);
    watch.start();
    System.setIn(InputStream.nullInputStream());
  }

  @Override
  public void run() {
    if (next() == EXIT) {
      System.exit(0);
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Runtime.getRuntime().halt(1);
  }

  private int next() {
    try {
      return pipe.read();
    } catch (IOException e) {
      return -1;
    }
  }
}
