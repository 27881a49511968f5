/** Items that arrive over time, counted in windows until somebody says that it is enough. */
@NullMarked
package dev.kappa.apps.streaming;

import org.jspecify.annotations.NullMarked;
