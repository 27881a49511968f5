@NullMarked
package dev.kappa.wire;

import org.jspecify.annotations.NullMarked;
