/** Word count: split, map with combiners, shuffle through sorted files, reduce. */
@NullMarked
package dev.kappa.apps.wordcount;

import org.jspecify.annotations.NullMarked;
