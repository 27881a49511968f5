/** The words that a workflow is written with. Start at {@link dev.kappa.Task}. */
@NullMarked
package dev.kappa;

import org.jspecify.annotations.NullMarked;
