package dev.kappa.apps.grep;

import dev.kappa.apps.files.DataFile;

/**
 * Some bytes of a file, at least one.
 *
 * @param number which of the plan's files it is
 * @param from the offset of the first byte
 * @param to the offset after the last byte
 */
record Range(int number, DataFile file, long from, long to) {}
