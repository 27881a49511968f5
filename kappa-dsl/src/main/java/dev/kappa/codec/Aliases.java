package dev.kappa.codec;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Short stable names for Kappa's own classes, so that stored bytes are small and survive a move of
 * the class. Holds class names, not classes: nothing is loaded before it is met. One line each; an
 * alias never changes its meaning.
 */
final class Aliases {
  /** No class name begins with it. */
  private static final char MARK = '~';

  private static final Map<String, String> CLASS_BY_ALIAS =
      Map.ofEntries(
          entry("payload", "dev.kappa.wire.Payload"),
          entry("code", "dev.kappa.error.ErrorCode"),
          entry("error", "dev.kappa.error.KappaException"),
          entry("task", "dev.kappa.Program"),
          entry("task2", "dev.kappa.Task2"),
          entry("task3", "dev.kappa.Task3"),
          entry("task4", "dev.kappa.Task4"),
          entry("future", "dev.kappa.FutureHandle"),
          entry("channel", "dev.kappa.ChannelHandle"),
          entry("again", "dev.kappa.Loop$Again"),
          entry("done", "dev.kappa.Loop$Done"),
          entry("retry", "dev.kappa.Retry"),
          entry("backoff", "dev.kappa.Backoff"),
          entry("fan", "dev.kappa.Fan"),
          entry("limit", "dev.kappa.Limit"),
          entry("limitspec", "dev.kappa.wire.LimitSpec"),
          entry("save", "dev.kappa.Checkpoint"),
          entry("context", "dev.kappa.TaskContext"),
          entry("use", "dev.kappa.interpreter.Use"),
          entry("extent", "dev.kappa.wire.Extent"),
          entry("signal", "dev.kappa.SignalHandle"),
          entry("run", "dev.kappa.RunHandle"),
          entry("timer", "dev.kappa.Timer"),
          entry("step", "dev.kappa.Step"),
          entry("doubt", "dev.kappa.StepInDoubtException"),
          entry("late", "dev.kappa.TimedOutException"),
          entry("expiry", "dev.kappa.error.Expiry"),
          entry("closed", "dev.kappa.ChannelClosedException"),
          entry("cancelled", "dev.kappa.CancelledException"),
          entry("cancellation", "dev.kappa.error.Cancellation"),
          entry("placement", "dev.kappa.wire.Placement"),
          entry("priority", "dev.kappa.wire.Priority"),
          entry("f.apply", "dev.kappa.interpreter.Frame$Apply"),
          entry("f.run", "dev.kappa.interpreter.Frame$Run"),
          entry("f.begun", "dev.kappa.interpreter.Frame$Begun"),
          entry("f.next", "dev.kappa.interpreter.Frame$Next"),
          entry("f.and", "dev.kappa.interpreter.Frame$And"),
          entry("f.append", "dev.kappa.interpreter.Frame$Append"),
          entry("f.restore", "dev.kappa.interpreter.Frame$Restore"),
          entry("f.recover", "dev.kappa.interpreter.Frame$Recover"),
          entry("f.ensure", "dev.kappa.interpreter.Frame$Ensure"),
          entry("f.outcome", "dev.kappa.interpreter.Frame$Outcome"),
          entry("f.again", "dev.kappa.interpreter.Frame$Again"),
          entry("f.iterate", "dev.kappa.interpreter.Frame$Iterate"),
          entry("f.each", "dev.kappa.interpreter.Frame$Each"),
          entry("f.cursor", "dev.kappa.interpreter.Frame$Cursor"),
          entry("f.using", "dev.kappa.interpreter.Frame$Using"),
          entry("f.deadline", "dev.kappa.interpreter.Frame$Deadline"),
          entry("f.placed", "dev.kappa.interpreter.Frame$Placed"),
          entry("f.scope", "dev.kappa.interpreter.Frame$Scope"),
          entry("f.saga", "dev.kappa.interpreter.Frame$Saga"),
          entry("f.undo", "dev.kappa.interpreter.Frame$Undo"),
          entry("f.compensate", "dev.kappa.interpreter.Frame$Compensate"),
          entry("f.compensating", "dev.kappa.interpreter.Frame$Compensating"),
          entry("f.choose", "dev.kappa.interpreter.Frame$Choose"),
          entry("f.branch", "dev.kappa.interpreter.Frame$Branch"),
          entry("f.read", "dev.kappa.interpreter.Frame$Read"),
          entry("i.value", "dev.kappa.interpreter.Instruction$Value"),
          entry("f.result", "dev.kappa.interpreter.Frame$Result"),
          entry("i.pause", "dev.kappa.interpreter.Instruction$Pause"),
          entry("i.fail", "dev.kappa.interpreter.Instruction$Fail"),
          entry("i.defer", "dev.kappa.interpreter.Instruction$Defer"),
          entry("i.step", "dev.kappa.interpreter.Instruction$Step"),
          entry("i.bind", "dev.kappa.interpreter.Instruction$Bind"),
          entry("i.spawn", "dev.kappa.interpreter.Instruction$Spawn"),
          entry("i.spawnall", "dev.kappa.interpreter.Instruction$SpawnAll"),
          entry("i.await", "dev.kappa.interpreter.Instruction$Await"),
          entry("i.awaitall", "dev.kappa.interpreter.Instruction$AwaitAll"),
          entry("i.newchannel", "dev.kappa.interpreter.Instruction$NewChannel"),
          entry("i.send", "dev.kappa.interpreter.Instruction$Send"),
          entry("i.receive", "dev.kappa.interpreter.Instruction$Receive"),
          entry("i.close", "dev.kappa.interpreter.Instruction$Close"),
          entry("i.sleep", "dev.kappa.interpreter.Instruction$Sleep"),
          entry("i.sleepuntil", "dev.kappa.interpreter.Instruction$SleepUntil"),
          entry("i.sendall", "dev.kappa.interpreter.Instruction$SendAll"),
          entry("i.awaitsignal", "dev.kappa.interpreter.Instruction$AwaitSignal"),
          entry("i.startrun", "dev.kappa.interpreter.Instruction$StartRun"),
          entry("i.acquire", "dev.kappa.interpreter.Instruction$Acquire"),
          entry("i.signalrun", "dev.kappa.interpreter.Instruction$SignalRun"),
          entry("i.awaitrun", "dev.kappa.interpreter.Instruction$AwaitRun"),
          entry("i.signalurl", "dev.kappa.interpreter.Instruction$SignalUrl"),
          entry("i.publish", "dev.kappa.interpreter.Instruction$Publish"),
          entry("i.select", "dev.kappa.interpreter.Instruction$Select"),
          entry("i.timeout", "dev.kappa.interpreter.Instruction$Timeout"),
          entry("i.resident", "dev.kappa.interpreter.Instruction$Resident"),
          entry("i.cancel", "dev.kappa.interpreter.Instruction$Cancel"),
          entry("i.scope", "dev.kappa.interpreter.Instruction$Scope"),
          entry("i.endscope", "dev.kappa.interpreter.Instruction$EndScope"),
          entry("i.saga", "dev.kappa.interpreter.Instruction$Saga"),
          entry("i.save", "dev.kappa.interpreter.Instruction$Save"),
          entry("i.identify", "dev.kappa.interpreter.Instruction$Identify"));

  private static final Map<String, String> ALIAS_BY_CLASS = inverted();

  private Aliases() {}

  /** {@return what stands for {@code className} in stored bytes} */
  static String shorten(String className) {
    return ALIAS_BY_CLASS.getOrDefault(className, className);
  }

  static boolean isAlias(String storedName) {
    return !storedName.isEmpty() && storedName.charAt(0) == MARK;
  }

  /** {@return the class name that {@code alias} stands for, or null if there is none} */
  static @Nullable String className(String alias) {
    return CLASS_BY_ALIAS.get(alias.substring(1));
  }

  static Map<String, String> all() {
    return CLASS_BY_ALIAS;
  }

  private static Map<String, String> inverted() {
    Map<String, String> inverted = new HashMap<>();
    CLASS_BY_ALIAS.forEach((alias, name) -> inverted.put(name, MARK + alias));
    return inverted;
  }
}
