/**
 * A store whose values are encrypted: what users gave to runs leaves this process as ciphertext.
 */
@NullMarked
package dev.kappa.coordinator.encryption;

import org.jspecify.annotations.NullMarked;
