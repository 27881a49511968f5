@NullMarked
package dev.kappa.handler;

import org.jspecify.annotations.NullMarked;
