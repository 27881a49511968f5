/** What a local worker process starts: nothing here is loaded by the coordinator itself. */
@NullMarked
package dev.kappa.coordinator.platform.worker;

import org.jspecify.annotations.NullMarked;
