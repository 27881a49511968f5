/** What Kappa promises, shown on its real parts. */
@NullMarked
package dev.kappa.tests;

import org.jspecify.annotations.NullMarked;
