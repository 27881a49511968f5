package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.List;

/** The list of deliberate bugs. A text that is not in its file exactly once is an error. */
final class Mutations {
  private Mutations() {}

  static final List<Mutation> OF_COMMITS =
      List.of(
          Mutation.of(
              "forget the epoch",
              Rules.r1AndR2RefusedCommitChangesNothing,
              "core/Commits.java",
              "commit.ref().epoch() != attempt.epoch()",
              "commit.ref().epoch() > attempt.epoch()"),
          Mutation.of(
              "forget the nonce of the instance",
              Rules.r1AndR2RefusedCommitChangesNothing,
              "core/Commits.java",
              "attempt.instance() != 0 && attempt.instance() != instance",
              "attempt.instance() > 0 && instance == 0"),
          Mutation.of(
              "accept a gap in sequence numbers",
              Rules.r1AndR2RefusedCommitChangesNothing,
              "core/Commits.java",
              "commit.seq() != attempt.seq() + 1",
              "commit.seq() < attempt.seq() + 1"),
          Mutation.of(
              "ignore the digest of the base",
              Rules.r1AndR2RefusedCommitChangesNothing,
              "core/Commits.java",
              "commit.base() != attempt.digest()",
              "commit.base() == 0 && attempt.digest() != 0"),
          Mutation.of(
              "let attempts be alike that the store lost and gave again",
              Rules.r6WhatTheStoreLostComesBackInNoCommit,
              "core/TaskState.java",
              "return new Attempt(epoch + 1, 0, seq, nonce, crashes);",
              "return new Attempt(epoch + 1, 0, seq, digest, crashes);"),
          Mutation.of(
              "obey a cancellation that the store has lost",
              Rules.r6CancellationThatTheStoreLostIsNotObeyed,
              "core/Commits.java",
              "commit.next().cancelled() && !task.cancel()",
              "commit.next().cancelled() && task.ended()"),
          Mutation.of(
              "apply a commit again that comes twice",
              Rules.r1CommitHappensWholeOrNotAtAllAndOnce,
              "core/Commits.java",
              "if (commit.seq() <= task.attempt().seq()) {",
              "if (commit.seq() < task.attempt().seq()) {"),
          Mutation.of(
              "answer a doubled commit without what is stored",
              Rules.r1CommitHappensWholeOrNotAtAllAndOnce,
              "core/Commits.java",
              "return t.end(reply(task));",
              "return t.end(new Reply.ToWorker("
                  + "new Message.Committed(commit.seq(), task.cancel(), null)));"),
          Mutation.of(
              "keep one frame too few",
              Rules.randomProgramsGiveWhatTheyMean,
              "core/Commits.java",
              "t.frames(task.id(), commit.next().keep(), commit.next().push());",
              "t.frames(task.id(), Math.max(0, commit.next().keep() - 1), commit.next().push());"),
          Mutation.of(
              "let an attempt that is over commit",
              Rules.r1AndR2RefusedCommitChangesNothing,
              "core/Commits.java",
              "if (task.status() != TaskStatus.RUNNING) {\n      return \"the attempt is over\"",
              "if (task.ended()) {\n      return \"the attempt is over\""),
          Mutation.of(
              "do not write segments of frames that lost some",
              Rules.r1FramesAreStoredWhole,
              "core/Frames.java",
              "fresh.to() == old.to() && old.to() <= keep",
              "fresh.to() >= old.to()"),
          Mutation.of(
              "leave segments of frames that are gone",
              Rules.r1FramesAreStoredWhole,
              "core/Transition.java",
              "remove(Entities.segment(task, segment.from()));",
              ""));

  static final List<Mutation> OF_CHANNELS =
      List.of(
          Mutation.of(
              "serve receivers last in, first out",
              Rules.r5ReceiversAreServedInTheOrderInWhichTheyBlocked,
              "core/Channels.java",
              "receiver = t.task(channel.receivers().head()._2)",
              "receiver = t.task(channel.receivers().last()._2)"),
          Mutation.of(
              "admit senders last in, first out",
              Rules.r5SendersAreAdmittedInTheOrderInWhichTheyBlocked,
              "core/Channels.java",
              "sender = t.task(known(t, id).senders().head()._2)",
              "sender = t.task(known(t, id).senders().last()._2)"),
          Mutation.of(
              "hand out the newest message first",
              Rules.r5WhatIsInAChannelWhenItIsClosedIsReceived,
              "core/Channels.java",
              "oldest = channel.messages().head()",
              "oldest = channel.messages().last()"),
          Mutation.of(
              "drop what is in a channel that is closed",
              Rules.r5WhatIsInAChannelWhenItIsClosedIsReceived,
              "core/Channels.java",
              "t.put(id, channel.close());",
              "t.put(id, channel.close().with(channel.messages().take(0)));"),
          Mutation.of(
              "leave a received message in the store",
              Rules.r3MessagesAreReceivedExactlyOnce,
              "core/Transition.java",
              "remove(Entities.message(channel, number));",
              ""),
          Mutation.of(
              "give two that wait the same ticket",
              Rules.r5ReceiversAreServedInTheOrderInWhichTheyBlocked,
              "core/Waiting.java",
              "t.header(t.header().with(t.header().counts().ticket()));",
              ""),
          Mutation.of(
              "take one message more than there is room for",
              Rules.r3MessagesAreReceivedExactlyOnce,
              "core/ChannelState.java",
              "capacity - messages.size()",
              "capacity + 1 - messages.size()"),
          Mutation.of(
              "forget those that blocked when a run is loaded",
              Rules.r3HandshakesHappenExactlyOnce,
              "core/Loader.java",
              "channels.put(id, channel.enter(source, task.ticket(), task.id()));",
              "channels.put(id, channel);"));

  static final List<Mutation> OF_TASKS =
      List.of(
          Mutation.of(
              "wake the one that sleeps longest",
              Rules.noTaskWakesTooEarly,
              "core/Lives.java",
              "Waits.Timer timer = t.waits().timers().head();",
              "Waits.Timer timer = t.waits().timers().last();"),
          Mutation.of(
              "let time go back",
              Rules.timersFireInTheOrderOfTheirTimes,
              "core/Transition.java",
              "this.now = Math.max(clock, before.header().now());",
              "this.now = clock;"),
          Mutation.of(
              "fire timers early",
              Rules.noTaskWakesTooEarly,
              "core/Waiting.java",
              "n.until() <= now ?",
              "n.until() <= now + 500 ?"),
          Mutation.of(
              "forget to reset the count of crashes",
              Rules.r8ProgressForgivesCrashes,
              "core/TaskState.java",
              "return new Attempt(epoch, by, seq + 1, newDigest, 0);",
              "return new Attempt(epoch, by, seq + 1, newDigest, crashes);"),
          Mutation.of(
              "never poison a step",
              Rules.r8StepThatKillsItsWorkerFails,
              "core/Core.java",
              "if (crashes < settings.crashes()) {",
              "if (crashes < 1_000_000) {"),
          Mutation.of(
              "raise the epoch when a task is cancelled",
              Rules.cancelTakesNoTaskAway,
              "core/TaskState.java",
              "return new TaskState(id, origin, status, attempt, progress, next, ticket, true, trouble, heard);",
              "return new TaskState("
                  + "id, origin, status, attempt.dispatched(1), progress, next, ticket, true, trouble, heard);"),
          Mutation.of(
              "cancel what is masked",
              Rules.whatWasOpenedIsClosedWhenTheRunIsCancelled,
              "core/TaskState.java",
              " && progress.extent.masks() == 0",
              ""),
          Mutation.of(
              "ignore the bound of a group",
              Rules.r9OnlySoManyTasksOfAGroupRunAtOnce,
              "core/GroupState.java",
              "return running >= atMost;",
              "return atMost < 0;"),
          Mutation.of(
              "ignore the bound of a run's tasks",
              Rules.r9TooManyTasksAreRefused,
              "core/Lives.java",
              "t.header().counts().open() > t.settings.tasks()",
              "t.header().counts().open() < 0"),
          Mutation.of(
              "lose the result for the second that awaits it",
              Rules.r3EveryAwaiterHearsTheResult,
              "core/Lives.java",
              ".getOrElse(ended, HashSet.empty()))",
              ".getOrElse(ended, HashSet.empty()).take(1))"),
          Mutation.of(
              "go on before the last of those awaited has ended",
              Rules.r9OnlySoManyTasksOfAGroupRunAtOnce,
              "core/Lives.java",
              "if (missing == 0 || failed) {",
              "if (missing <= 1 || failed) {"),
          Mutation.of(
              "do not begin the task of a group whose turn it is",
              Rules.r9OnlySoManyTasksOfAGroupRunAtOnce,
              "core/Lives.java",
              "t.put(turn.with(TaskStatus.READY));",
              ""),
          Mutation.of(
              "do not make a task ready that lost its worker",
              Rules.r2NoOwnerWritesAfterTheNext,
              "core/Core.java",
              "t.put(counted.with(TaskStatus.READY));",
              "t.put(counted);"),
          Mutation.of(
              "hand out a task that is handed out already",
              Rules.r2OnlyOneAttemptCommits,
              "core/TaskState.java",
              "return new Attempt(epoch + 1, 0, seq, nonce, crashes);",
              "return new Attempt(Math.max(1, epoch), 0, seq, nonce, crashes);"),
          Mutation.of(
              "overlook that all wait",
              Rules.r8DeadlockIsHeardOfWhereTasksWait,
              "core/Deadlock.java",
              "List<TaskState> dead = dead(run);",
              "List<TaskState> dead = List.of();"));

  static final List<Mutation> OF_COLLECTION =
      List.of(
          Mutation.of(
              "collect what a result names that nobody has read",
              Rules.r3WhatCanBeReachedIsNotCollected,
              "core/Reachability.java",
              "} else if (task != null && task.ended()) {\n        Contents.payloads(task, this::reach);",
              "} else if (task != null && task.ended()) {\n        work++;"),
          Mutation.of(
              "collect what a message names",
              Rules.r3WhatCanBeReachedIsNotCollected,
              "core/Reachability.java",
              "channel.messages().values().forEach(this::reach);",
              "work++;"),
          Mutation.of(
              "collect what a frame names",
              Rules.r3WhatCanBeReachedIsNotCollected,
              "core/Reachability.java",
              "segment.handles().forEach(this::reach);",
              "work++;"),
          Mutation.of(
              "collect what a task holds or sends",
              Rules.r3WhatCanBeReachedIsNotCollected,
              "core/Reachability.java",
              "work++;\n    Contents.awaited(task.next(), this::reach);\n    Contents.payloads(task, this::reach);",
              "work++;\n    Contents.awaited(task.next(), this::reach);"),
          Mutation.of(
              "never collect",
              Rules.r7StoredBytesDoNotGrowWithChildren,
              "core/GarbageCollection.java",
              ".forEach(t::forget);",
              ".forEach(task -> {});"),
          Mutation.of(
              "drop a blob that a commit on its way will name",
              Rules.r3BlobOnItsWayIsNotSwept,
              "core/Blobs.java",
              "task.attempt().epoch() > epoch;",
              "task.attempt().epoch() >= epoch;"),
          Mutation.of(
              "drop a blob when one of those that name it goes",
              Rules.r3BlobThatIsNamedIsThere,
              "core/Upkeep.java",
              "if (!blobs.names(blob)) {",
              "if (blobs != null) {"),
          Mutation.of(
              "apply a commit before its blobs are stored",
              Rules.r3BlobThatIsNamedIsThere,
              "engine/Worker.java",
              "if (storing == 0 && afterStoring.isEmpty()) {",
              "if (storing >= 0) {"),
          Mutation.of(
              "keep blobs that nothing names any more",
              Rules.r10BlobsOfLostAttemptsAreSweptWhileTheRunGoesOn,
              "core/Upkeep.java",
              "rubbish = rubbish.append(new Change.DropBlob(run, blob));",
              "created++;"),
          Mutation.of(
              "never sweep",
              Rules.r10BlobsOfLostAttemptsAreSweptWhileTheRunGoesOn,
              "engine/Looks.java",
              "sweep(run);",
              ""),
          Mutation.of(
              "leave a retired run's blobs",
              Rules.r10NothingIsLeftAfterTheRetentionTime,
              "store/write.lua",
              "each_blob(names, ARGV[i + 3], 'UNLINK')",
              ""));

  static final List<Mutation> OF_THE_ENGINE =
      List.of(
          Mutation.of(
                  "give a task to a worker before that is stored",
                  Rules.r6RepliesLeaveWhenTheyAreDurable,
                  "engine/Dispatcher.java",
                  "engine.workers().assigned(worker, a.assignment().ref());",
                  "engine.workers().assigned(worker, a.assignment().ref());\n"
                      + "poll.slot().fill(new Message.Assigned(a.assignment()));")
              .and(
                  "engine/Dispatcher.java",
                  "if (reply instanceof Reply.Assigned a) {\n            if (",
                  "if (reply instanceof Reply.Assigned a && a.assignment() == null) {\n            if ("),
          Mutation.of(
                  "reply before the acknowledgement",
                  Rules.r6RepliesLeaveWhenTheyAreDurable,
                  "engine/Commands.java",
                  "() -> durable(run, applied, reply),\n",
                  "() -> {},\n")
              .and(
                  "engine/Commands.java",
                  "engine.alarms().set(run, applied.state());",
                  "durable(run, applied, reply);\n    engine.alarms().set(run, applied.state());"),
          Mutation.of(
              "go on after a batch was refused",
              Rules.r6RepliesLeaveWhenTheyAreDurable,
              "engine/GroupCommit.java",
              "if (result != BatchResult.APPLIED) {",
              "if (error != null) {"),
          Mutation.of(
              "forget ready tasks when a run is loaded",
              Rules.r2NoOwnerWritesAfterTheNext,
              "engine/LoadedRuns.java",
              "state.ready().forEach(task -> engine.dispatcher().ready(run.id, task));",
              ""),
          Mutation.of(
              "forget running tasks when a run is loaded",
              Rules.r2NoOwnerWritesAfterTheNext,
              "engine/LoadedRuns.java",
              "leases.expect(attempt, time.nanoTime());\n      } else {",
              "} else {"),
          Mutation.of(
                  "set no alarm",
                  Rules.noTaskWakesTooEarly,
                  "engine/LoadedRuns.java",
                  "engine.alarms().set(run, present);",
                  "")
              .and("engine/Commands.java", "engine.alarms().set(run, applied.state());", ""),
          Mutation.of(
              "do not look for runs that were dropped from memory",
              Rules.noTaskWakesTooEarly,
              "engine/Housekeeping.java",
              "partition.sleepers |= unused;",
              ""),
          Mutation.of(
              "send replies as they come",
              Rules.r1CommitHappensWholeOrNotAtAllAndOnce,
              "engine/Worker.java",
              "message = reply;\n      filled = true;\n      drain();",
              "slots.remove(this);\n      if (reply != null) {\n        send(reply);\n      }\n"
                  + "      message = reply;\n      filled = true;\n      drain();"),
          Mutation.of(
              "believe a task lost that another worker has",
              Rules.r4AcknowledgedStepNeverRunsAgain,
              "engine/Dispatcher.java",
              "if (isOver(how)) {",
              "if (!id.isEmpty()) {"),
          Mutation.of(
              "never ask for a task back",
              Rules.r9TaskThatLoopsOnGivesWayToOthers,
              "engine/Dispatcher.java",
              "if (!invocations.full() || ready.size() <= invocations.starting()) {",
              "if (ready.size() <= ready.size()) {"),
          Mutation.of(
              "hear nothing of silent workers",
              Rules.r2OnlyOneAttemptCommits,
              "engine/Housekeeping.java",
              "leases.expired(time.nanoTime()).forEach(engine.attempts()::silent);",
              ""));

  static final List<Mutation> OF_THE_STORE =
      List.of(
          Mutation.of(
              "drop the check of the header",
              Rules.r2NoOwnerWritesAfterTheNext,
              "store/write.lua",
              "if found[1] ~= ARGV[1] or (found[2] ~= ARGV[2] and found[2] ~= ARGV[3]) then",
              "if false then"),
          Mutation.of(
              "check the owner alone, not the batch before",
              Rules.r6WhatTheStoreLostComesBackInNoCommit,
              "store/write.lua",
              "if found[1] ~= ARGV[1] or (found[2] ~= ARGV[2] and found[2] ~= ARGV[3]) then",
              "if found[1] ~= ARGV[1] then"),
          Mutation.of(
              "check the batch before alone, not the owner",
              Rules.r2NoOwnerWritesAfterTheNext,
              "store/write.lua",
              "if found[1] ~= ARGV[1] or (found[2] ~= ARGV[2] and found[2] ~= ARGV[3]) then",
              "if found[2] ~= ARGV[2] and found[2] ~= ARGV[3] then"),
          Mutation.of(
              "do not write the header's batch",
              Rules.r1BatchIsWrittenOnceWhateverIsAcknowledged,
              "store/write.lua",
              "end\nredis.call('HSET', KEYS[1], 'batch', ARGV[3])",
              "end"),
          Mutation.of(
              "read on take-over before the header is written",
              Rules.r2NoOwnerWritesAfterTheNext,
              "store/take-over.lua",
              "redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'batch', batch, 'format', ARGV[3], 'term', '0')",
              "if not redis.call('HGET', KEYS[1], 'owner') then\n  "
                  + "redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'batch', batch, 'format', ARGV[3], 'term', '0')\n"
                  + "end"),
          Mutation.of(
                  "send a batch again blindly after an error",
                  Rules.r1BatchIsWrittenOnceWhateverIsAcknowledged,
                  "store/FencedWriter.java",
                  "() -> inspect(batch)",
                  "() -> send(batch)")
              .and("store/write.lua", "if found[2] == ARGV[3] then", "if false then"),
          Mutation.of(
              "take a batch in doubt for written",
              Rules.r1BatchIsWrittenOnceWhateverIsAcknowledged,
              "store/FencedWriter.java",
              "() -> inspect(batch)",
              "() -> applied(batch)"),
          Mutation.of(
              "do not remove fields",
              Rules.r3MessagesAreReceivedExactlyOnce,
              "store/write.lua",
              "redis.call('HDEL', KEYS[tonumber(ARGV[i])], unpack(ARGV, first, last))",
              ""),
          Mutation.of(
              "leave the wake time of a run that is over",
              Rules.r10NothingIsLeftAfterTheRetentionTime,
              "store/write.lua",
              "redis.call('ZREM', KEYS[2], unpack(ARGV, first, last))",
              ""),
          Mutation.of(
              "forget when a run's retention is over",
              Rules.r10NothingIsLeftAfterTheRetentionTime,
              "store/write.lua",
              "redis.call('ZADD', KEYS[4], over, id)",
              ""),
          Mutation.of(
              "leave runs in the listing",
              Rules.r10NothingIsLeftAfterTheRetentionTime,
              "store/purge.lua",
              "redis.call('ZREM', KEYS[2], run)",
              ""),
          Mutation.of(
              "remove what was written later in the same batch",
              Rules.r1FramesAreStoredWhole,
              "store/RunChanges.java",
              "removes.remove(put.field());\n",
              ""));
}
