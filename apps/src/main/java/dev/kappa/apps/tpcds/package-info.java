/** The TPC-DS benchmark: its data, and queries of it as plans of tasks. */
@NullMarked
package dev.kappa.apps.tpcds;

import org.jspecify.annotations.NullMarked;
