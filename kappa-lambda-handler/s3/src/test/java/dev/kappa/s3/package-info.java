@NullMarked
package dev.kappa.s3;

import org.jspecify.annotations.NullMarked;
