package dev.kappa.coordinator.cli;

import dev.kappa.coordinator.api.Audit;
import dev.kappa.coordinator.encryption.KeySources;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a coordinator is guarded. */
final class GuardFlags {
  /** Names none, where a file was used last. */
  private static final String NONE = "none";

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "File of the tokens that clients show, which kappa token writes; read again each second."
              + " none: who reaches the coordinator may do all"
              + " (default: the last one here, else none).")
  private @Nullable Path tokens;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      description =
          "File to which it is added, as lines of JSON, who started, signalled, cancelled or changed"
              + " what; -: standard error; none: nowhere (default: the last one here, else none).")
  private @Nullable Path audit;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description =
          "PEM file of the coordinator's certificate: all that clients, workers and other"
              + " coordinators say is encrypted then; none: nothing is"
              + " (default: the last one here, else none).")
  private @Nullable Path certificate;

  @Option(
      names = "--certificate-key",
      paramLabel = "FILE",
      description = "PEM file of the certificate's key (default: the last one here, else none).")
  private @Nullable Path key;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "PEM file of the certificates that workers and other coordinators are to trust, and that"
              + " this command trusts; none: those of the JVM"
              + " (default: the last one here, else none).")
  private @Nullable Path authorities;

  @Option(
      names = "--keys",
      paramLabel = "KEYS",
      converter = KeysFlag.Reader.class,
      description =
          "Keys that protect all values that are stored: file:PATH, which kappa key writes, or"
              + " kms:ARN; the first is the one to write with, others, behind commas, are for"
              + " reading, and clear at the end reads what was stored without; none: values are"
              + " stored in clear (default: the last one here, else none).")
  private @Nullable KeysFlag keys;

  /** {@return where the keys are for what is stored; null for none} */
  @Nullable KeySources keys(GuardOptions last) {
    return KeysFlag.resolve(keys, last.keys());
  }

  /** {@return whom this call says to trust; null for whom the JVM does} */
  @Nullable Path authorities() {
    return file(authorities, null);
  }

  /** Adds the names of those that were given. */
  void addGiven(List<String> given) {
    TuningFlags.add(given, "--tokens", tokens);
    TuningFlags.add(given, "--audit", audit);
    TuningFlags.add(given, "--certificate", certificate);
    TuningFlags.add(given, "--certificate-key", key);
    TuningFlags.add(given, "--keys", keys);
  }

  /** {@return what is said here, where nothing is said what was said last} */
  GuardOptions over(GuardOptions last) {
    return new GuardOptions(
        file(tokens, last.tokens()),
        Audit.STANDARD_ERROR.equals(audit) ? audit : file(audit, last.audit()),
        file(certificate, last.certificate()),
        file(key, last.key()),
        file(authorities, last.authorities()),
        keys(last));
  }

  private static @Nullable Path file(@Nullable Path said, @Nullable Path last) {
    if (said == null) {
      return last;
    }
    return said.toString().equals(NONE) ? null : said.toAbsolutePath().normalize();
  }

  /** Tells of those that were given and that a coordinator with {@code theirs} does not follow. */
  void tell(ServerFlags.Difference difference, GuardOptions wanted, GuardOptions theirs) {
    difference.tell("--tokens", shown(tokens, wanted.tokens()), shown(theirs.tokens()));
    difference.tell("--audit", shown(audit, wanted.audit()), shown(theirs.audit()));
    difference.tell(
        "--certificate", shown(certificate, wanted.certificate()), shown(theirs.certificate()));
    difference.tell("--certificate-key", shown(key, wanted.key()), shown(theirs.key()));
    difference.tell("--keys", keys == null ? null : keys.toString(), KeysFlag.shown(theirs.keys()));
    difference.tell("--ca", shown(authorities, wanted.authorities()), shown(theirs.authorities()));
  }

  private static @Nullable String shown(@Nullable Path said, @Nullable Path wanted) {
    return said == null ? null : shown(wanted);
  }

  private static String shown(@Nullable Path file) {
    return file == null ? NONE : file.toString();
  }
}
