/** Applications: what Kappa is good for, and what it costs. */
@NullMarked
package dev.kappa.apps;

import org.jspecify.annotations.NullMarked;
