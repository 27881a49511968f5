/** What a build calls. */
@NullMarked
package dev.kappa.build;

import org.jspecify.annotations.NullMarked;
