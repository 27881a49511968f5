/**
 * Compares what stored continuations hold of an application's code with another version of it. No
 * class of the application is loaded.
 */
@NullMarked
package dev.kappa.upgrade;

import org.jspecify.annotations.NullMarked;
