package dev.kappa.objects;

/**
 * An object as it was when it was found.
 *
 * @param key its name in the bucket
 * @param size in bytes
 * @param modified when it was written, in milliseconds since 1970
 * @param version another one when other bytes are written under the key; in S3 the ETag
 */
public record ObjectEntry(String key, long size, long modified, String version) {}
