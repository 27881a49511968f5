/** Schedules of faults for properties of jqwik; not needed without it. */
@NullMarked
package dev.kappa.testkit.jqwik;

import org.jspecify.annotations.NullMarked;
