@NullMarked
package dev.kappa.interpreter;

import org.jspecify.annotations.NullMarked;
