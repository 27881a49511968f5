/** Tables and plots of measurements, as a page. */
@NullMarked
package dev.kappa.apps.report;

import org.jspecify.annotations.NullMarked;
