/** Checks of what a workflow is given. */
@NullMarked
package dev.kappa.apps.input;

import org.jspecify.annotations.NullMarked;
