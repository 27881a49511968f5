package dev.kappa.objects;

/** Opens buckets of one kind. Found through {@link java.util.ServiceLoader}. */
public interface BucketProvider {
  /** {@return the scheme of the addresses that it opens, such as {@code s3}} */
  String scheme();

  /**
   * {@return a bucket} Nothing is asked of the server yet.
   *
   * @param name the bucket's name
   */
  Bucket open(String name, BucketSettings settings);
}
