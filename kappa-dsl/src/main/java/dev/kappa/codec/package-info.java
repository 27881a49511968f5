/**
 * Values of the user's as bytes: a closed set of tags, records by their components. {@link
 * dev.kappa.codec.Codec} is the door.
 */
@NullMarked
package dev.kappa.codec;

import org.jspecify.annotations.NullMarked;
