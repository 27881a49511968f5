/**
 * The command line. {@link dev.kappa.coordinator.cli.Main} is the program; {@link
 * dev.kappa.coordinator.cli.CoordinatorLauncher} is what it needs from the rest.
 */
@NullMarked
package dev.kappa.coordinator.cli;

import org.jspecify.annotations.NullMarked;
