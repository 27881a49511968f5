package dev.kappa.handler;

import dev.kappa.Workflows;

/**
 * What the function runs.
 *
 * @param loader finds the application's classes
 * @param digest of its code: another digest is another version
 */
record Application(Workflows workflows, ClassLoader loader, String digest) {}
