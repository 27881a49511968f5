/** Buckets in S3, and in what speaks as it does. */
@NullMarked
package dev.kappa.s3;

import org.jspecify.annotations.NullMarked;
