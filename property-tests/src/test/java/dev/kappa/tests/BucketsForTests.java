package dev.kappa.tests;

import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketProvider;
import dev.kappa.objects.BucketSettings;
import dev.kappa.objects.MemoryBucket;
import dev.kappa.s3.S3Buckets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What {@code s3://} opens in tests themselves: {@value #MEMORY} in memory, all else as always. */
public final class BucketsForTests implements BucketProvider {
  /** The name of the bucket in memory. */
  static final String MEMORY = "in-memory";

  private static final Map<String, Bucket> BUCKETS = new ConcurrentHashMap<>();

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public Bucket open(String name, BucketSettings settings) {
    return name.equals(MEMORY)
        ? BUCKETS.computeIfAbsent(name, none -> new MemoryBucket())
        : new S3Buckets().open(name, settings);
  }
}
