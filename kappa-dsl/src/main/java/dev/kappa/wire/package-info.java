/**
 * What workers and the coordinator say to each other, and its bytes. Knows no class of the user's.
 */
@NullMarked
package dev.kappa.wire;

import org.jspecify.annotations.NullMarked;
