/**
 * The check of lambdas when they are compiled: a plugin of javac, switched on with {@code
 * -Xplugin:Kappa}. Loaded by compilers only.
 */
@NullMarked
package dev.kappa.check;

import org.jspecify.annotations.NullMarked;
