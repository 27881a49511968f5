/**
 * Brings an application's jar into a function of AWS Lambda: what is there is compared with what is
 * wanted ({@link dev.kappa.coordinator.deploy.Plan}, pure), and what differs is changed ({@link
 * dev.kappa.coordinator.deploy.FunctionAccount}).
 */
@NullMarked
package dev.kappa.coordinator.deploy;

import org.jspecify.annotations.NullMarked;
