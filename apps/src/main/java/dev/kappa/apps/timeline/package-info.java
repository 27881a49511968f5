/** A picture of what the tasks of a run did, and when. */
@NullMarked
package dev.kappa.apps.timeline;

import org.jspecify.annotations.NullMarked;
