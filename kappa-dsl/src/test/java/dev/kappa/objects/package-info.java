@NullMarked
package dev.kappa.objects;

import org.jspecify.annotations.NullMarked;
