/** Where workers run: on AWS Lambda, or on a local service that speaks the same API. */
@NullMarked
package dev.kappa.coordinator.platform;

import org.jspecify.annotations.NullMarked;
