package dev.kappa.apps.files;

import dev.kappa.objects.Bucket;
import dev.kappa.objects.BucketProvider;
import dev.kappa.objects.BucketSettings;
import dev.kappa.objects.MemoryBucket;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What {@code s3://} opens in the tests of this module: buckets in memory, which count. */
public final class MemoryBuckets implements BucketProvider {
  private static final Map<String, Bucket> BUCKETS = new ConcurrentHashMap<>();
  private static final Map<String, List<String>> REQUESTS = new ConcurrentHashMap<>();
  private static final Map<String, AtomicInteger> REFUSALS = new ConcurrentHashMap<>();

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public Bucket open(String name, BucketSettings settings) {
    return BUCKETS.computeIfAbsent(name, MemoryBuckets::counted);
  }

  /** {@return the names of the methods that were called of a bucket since this was asked last} */
  public static List<String> takeRequests(String name) {
    List<String> taken = REQUESTS.put(name, new CopyOnWriteArrayList<>());
    return taken == null ? List.of() : List.copyOf(taken);
  }

  /** The next {@code times} objects are not created, as where others write or delete them. */
  public static void refuseToCreate(String name, int times) {
    REFUSALS.put(name, new AtomicInteger(times));
  }

  private static boolean isRefused(String name, Method method) {
    AtomicInteger refusals = REFUSALS.get(name);
    return refusals != null
        && method.getName().equals("create")
        && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private static Bucket counted(String name) {
    MemoryBucket bucket = new MemoryBucket();
    return (Bucket)
        Proxy.newProxyInstance(
            Bucket.class.getClassLoader(),
            new Class<?>[] {Bucket.class},
            (proxy, method, arguments) -> {
              REQUESTS
                  .computeIfAbsent(name, none -> new CopyOnWriteArrayList<>())
                  .add(method.getName());
              if (isRefused(name, method)) {
                return false;
              }
              try {
                return method.invoke(bucket, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
