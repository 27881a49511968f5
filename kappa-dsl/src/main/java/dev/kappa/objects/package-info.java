/** Objects in buckets, as in S3, for steps; and how workers and coordinators name large values. */
@NullMarked
package dev.kappa.objects;

import org.jspecify.annotations.NullMarked;
