/** How much is tested, and when. */
@NullMarked
package dev.kappa.tests.extent;

import org.jspecify.annotations.NullMarked;
