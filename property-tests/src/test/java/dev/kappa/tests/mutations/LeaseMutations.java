package dev.kappa.tests.mutations;

import dev.kappa.tests.simulation.Rules;
import java.util.List;

/** Deliberate bugs in how coordinators share a store. */
final class LeaseMutations {
  private LeaseMutations() {}

  static final List<Mutation> OF_TENURE =
      List.of(
          Mutation.of(
              "say what became durable though the lease is over",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "engine/GroupCommit.java",
              "while (!unsaid.isEmpty() && maySpeak.getAsBoolean()) {",
              "while (!unsaid.isEmpty()) {"),
          Mutation.of(
              "count the lease from the answer, without a margin",
              Rules.r2TakeOverThatComesTooLateIsRefused,
              "engine/Membership.java",
              "tenure.renew(asked + seat.lease().toNanos() / 10 * 9);",
              "tenure.renew(time.nanoTime() + seat.lease().toNanos());"),
          Mutation.of(
              "go on after a lapse without a new term",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "engine/Term.java",
              "return tenure.holds() && lapses == tenure.lapses();",
              "return tenure.holds();"),
          Mutation.of(
              "forget by a late answer that a partition was reaffirmed",
              Rules.r2LapseIsNoticedWhateverAnswerIsLost,
              "engine/Term.java",
              "lapses = Math.max(lapses, whenAsked);",
              "lapses = whenAsked;"),
          Mutation.of(
              "answer from memory what is not durable",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "engine/Reads.java",
              "RunHeader durable = run == null ? null : run.durable();",
              "RunHeader durable = run == null || run.state() == null ? null : run.state().header();"),
          Mutation.of(
              "answer what is stored though the run has come into memory",
              Rules.r2LateAnswersAreNotBelieved,
              "engine/Reads.java",
              "if (run != null && run.durable() != null) {",
              "if (false) {"),
          Mutation.of(
              "go on with what could not be reaffirmed",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "engine/Partitions.java",
              "if (error != null || !still) {",
              "if (error != null) {"),
          Mutation.of(
              "take a reaffirmation that failed for one that was answered",
              Rules.r2WhatCouldNotBeReaffirmedIsNotSpokenOf,
              "engine/Partitions.java",
              "if (error != null || !still) {",
              "if (error == null && !still) {"),
          Mutation.of(
              "overlook a lapse whose answer was lost",
              Rules.r2LapseIsNoticedWhateverAnswerIsLost,
              "engine/Membership.java",
              "boolean unbroken = tenure.holds() && !beat.lapsed();",
              "boolean unbroken = !beat.lapsed();"),
          Mutation.of(
              "say more after the farewell",
              Rules.r2WhatIsGivenUpIsNotSpokenOf,
              "engine/Engine.java",
              "    tenure.lapse();\n    partitions.close();",
              "    partitions.close();"),
          Mutation.of(
              "answer from memory though the lease is over",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "engine/Reads.java",
              "if (owner.term.holds()) {\n      return CompletableFuture.completedFuture(durable);",
              "if (durable != null) {\n      return CompletableFuture.completedFuture(durable);"),
          Mutation.of(
              "answer what changes nothing without waiting for the log",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "engine/Commands.java",
              "    run.partition.log.add(\n        applied.changes(),",
              "    if (applied.changes().isEmpty()) {\n      durable(run, applied, reply);\n    } else\n"
                  + "    run.partition.log.add(\n        applied.changes(),"));

  static final List<Mutation> OF_TAKING =
      List.of(
          Mutation.of(
              "take over at the first look",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "engine/Partitions.java",
              "found.put(number, holding);",
              "return takeFrom(number, holding, self, false, lapses);"),
          Mutation.of(
              "take over from who lives again",
              Rules.r2LapseIsNoticedWhateverAnswerIsLost,
              "engine/Partitions.java",
              "if (orphan != null && orphan.member().filter(live).isEmpty()) {",
              "if (orphan != null) {"),
          Mutation.of(
                  "take over from who lives",
                  Rules.r2NobodySpeaksOfWhatAnotherHas,
                  "engine/Partitions.java",
                  "if (orphan != null && orphan.member().filter(live).isEmpty()) {",
                  "if (orphan != null) {")
              .and(
                  "engine/Partitions.java",
                  "if (!live.test(member.get())) {",
                  "if (!member.isEmpty()) {"),
          Mutation.of(
                  "take over from who lives, noticed after a loss",
                  Rules.r2HoldsAgainOnceALossIsRepaired,
                  "engine/Partitions.java",
                  "if (orphan != null && orphan.member().filter(live).isEmpty()) {",
                  "if (orphan != null) {")
              .and(
                  "engine/Partitions.java",
                  "if (!live.test(member.get())) {",
                  "if (!member.isEmpty()) {"),
          Mutation.of(
              "keep a take-over across a lapse",
              Rules.r2LateAnswersAreNotBelieved,
              "engine/Partitions.java",
              "if (lapses != tenure.lapses()) {",
              "if (false) {"),
          Mutation.of(
              "heartbeat before the header is read",
              Rules.r2WhoLivesAgainKeepsWhatItHas,
              "engine/Partitions.java",
              "found.put(number, holding);",
              "orphans.put(number, holding);"),
          Mutation.of(
              "take over without comparing",
              Rules.r2TakeOverThatComesTooLateIsRefused,
              "store/take-over.lua",
              "if ARGV[4] and ((found[1] or '') ~= ARGV[4] or (found[4] or '0') ~= ARGV[5]) then",
              "if false then"),
          Mutation.of(
              "compare the owner alone, not its term",
              Rules.r2TakeOverThatComesTooLateIsRefused,
              "store/take-over.lua",
              "if ARGV[4] and ((found[1] or '') ~= ARGV[4] or (found[4] or '0') ~= ARGV[5]) then",
              "if ARGV[4] and (found[1] or '') ~= ARGV[4] then"),
          Mutation.of(
              "begin no new term",
              Rules.r2TakeOverThatComesTooLateIsRefused,
              "store/reaffirm.lua",
              "redis.call('HSET', KEYS[1], 'term', string.format('%.0f', tonumber(found[2] or '0') + 1))",
              ""),
          Mutation.of(
              "reaffirm what another has",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "store/reaffirm.lua",
              "if found[1] ~= ARGV[1] then",
              "if false then"),
          Mutation.of(
              "promise less than is believed",
              Rules.r2NobodySpeaksOfWhatAnotherHas,
              "store/heartbeat.lua",
              "string.format('%.0f', now + ARGV[3])",
              "string.format('%.0f', now + ARGV[3] / 2)"),
          Mutation.of(
              "never forget who is silent",
              Rules.partitionsAreAlwaysTakenAgain,
              "store/heartbeat.lua",
              "  redis.call('HDEL', KEYS[1], over)\n  redis.call('ZREM', KEYS[2], over)",
              ""));

  static final List<Mutation> OF_RELEASES =
      List.of(
          Mutation.of(
              "write the newest format at once",
              Rules.r3OlderAndNewerReleaseGoOnWithEachOthersRuns,
              "engine/Membership.java",
              "agreed.accept(beat.format());",
              "agreed.accept(seat.formats().newest());"),
          Mutation.of(
              "raise the format though an older one is there",
              Rules.r3OlderAndNewerReleaseGoOnWithEachOthersRuns,
              "store/heartbeat.lua",
              "newest = math.min(newest, tonumber(string.match(others[i], 'format (%d+)')))",
              ""));

  static final List<Mutation> OF_GIVING =
      List.of(
          Mutation.of(
              "never take back what nobody says to have",
              Rules.partitionsThatTheStoreGaveBackAreGoneOnWith,
              "engine/Membership.java",
              "taken.add(partitions.reclaim(number, seat.id()));",
              ""),
          Mutation.of(
                  "give up what is still spoken of",
                  Rules.r2WhatIsGivenUpIsNotSpokenOf,
                  "engine/Partitions.java",
                  "then it is given up.\n          forget(it);",
                  "then it is given up.")
              .and(
                  "engine/Partitions.java",
                  ".release()",
                  ".release().whenComplete((released, error) -> forget(it))"),
          Mutation.of(
              "give up what another has",
              Rules.r2WhatIsGivenUpIsNotSpokenOf,
              "store/release.lua",
              "if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then",
              "if false then"));
}
