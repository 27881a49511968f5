/** The smallest workflow. */
@NullMarked
package dev.kappa.apps.hello;

import org.jspecify.annotations.NullMarked;
