/** Applications that tests pack into jars and run as a user's. */
@NullMarked
package dev.kappa.tests.app;

import org.jspecify.annotations.NullMarked;
