package dev.kappa;

import dev.kappa.interpreter.Instruction;

/** The one signal: what is stored of it in those that know it. */
record SignalHandle<T>(String name, String type) implements Signal<T> {
  @Override
  public Task<T> await() {
    return new Program<>(new Instruction.AwaitSignal(name, type));
  }

  @Override
  public Task<String> url() {
    return new Program<>(new Instruction.SignalUrl(name));
  }

  @Override
  public String toString() {
    return name;
  }
}
