/** Pictures as text, for browsers and for pages. */
@NullMarked
package dev.kappa.apps.svg;

import org.jspecify.annotations.NullMarked;
