@NullMarked
package dev.kappa;

import org.jspecify.annotations.NullMarked;
