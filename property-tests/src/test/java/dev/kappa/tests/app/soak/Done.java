package dev.kappa.tests.app.soak;

/**
 * That a step ran, as its checkpoint tells it.
 *
 * @param what the step, which is there once in the run
 * @param nonce tells the one execution whose result was kept from all others
 */
public record Done(String what, long nonce) {}
