/** Small classic programs: factorials, ping-pong, a queue of work, a tree of sums. */
@NullMarked
package dev.kappa.apps.classics;

import org.jspecify.annotations.NullMarked;
