/** Crawls a web site politely, and ranks its pages. */
@NullMarked
package dev.kappa.apps.crawl;

import org.jspecify.annotations.NullMarked;
