package dev.kappa.apps.wordcount;

import java.util.List;

/** What one mapper reads. */
record Shard(List<Range> ranges) {}
