package dev.kappa.apps.tpcds;

import dev.kappa.apps.files.WorkDirectory;
import dev.kappa.error.KappaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The tables at one scale: numbered Parquet files of each, and a manifest that lists them. It is
 * there only when all of them are. As text it is its place, as users write it.
 */
sealed interface DataSet permits LocalData, BucketData {
  /** The manifest's name. */
  String MANIFEST = "manifest";

  /** {@return whether all of it is there} */
  boolean isWhole();

  /**
   * {@return how many files a table has}
   *
   * @throws KappaException with {@code FILE_NOT_FOUND} if that is not known, or the manifest is not
   *     as it was written
   */
  int number(String table) throws IOException;

  /**
   * {@return the files of a table that are asked for, where an engine can read them}
   *
   * @param work where those are kept that must be fetched
   * @throws KappaException with {@code FILE_NOT_FOUND} if one of them is gone, or is not as it was
   *     written
   */
  List<Path> files(String table, List<Integer> numbers, WorkDirectory work) throws IOException;

  /** {@return how many files there are, and how many bytes they have} */
  Generate.Result measured() throws IOException;

  // ---- making it

  /** {@return a directory for files that are not whole yet; to be closed} */
  WorkDirectory work() throws IOException;

  /** Takes a file that is whole. It is durable when this returns. */
  void add(String table, int number, Path part) throws IOException;

  /** Says that {@code files} are all that there are. */
  void complete(List<Listed> files) throws IOException;

  /** {@return the name of a file, below the data's place} */
  static String name(String table, int number) {
    return "%s/%05d.parquet".formatted(table, number);
  }
}
