/** Word count: split, map, shuffle through the store, reduce. */
@NullMarked
package dev.kappa.apps.wordcount;

import org.jspecify.annotations.NullMarked;
