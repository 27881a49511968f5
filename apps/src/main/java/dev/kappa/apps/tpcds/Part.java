package dev.kappa.apps.tpcds;

/** What one task does: of a stage, from 0. */
record Part(String stage, int number) {}
