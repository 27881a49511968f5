/** The data that applications read and write. */
@NullMarked
package dev.kappa.apps.files;

import org.jspecify.annotations.NullMarked;
