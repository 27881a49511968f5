package dev.kappa.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** PEM files of a certificate for 127.0.0.1, which vouches for itself, and of its key. */
record OwnCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "password";

  static OwnCertificate in(Path directory) throws IOException {
    Path store = directory.resolve("keys.p12");
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    try (Program program =
        Program.start(
            directory,
            directory,
            List.of(
                tool,
                "-genkeypair",
                "-alias",
                "kappa",
                "-keyalg",
                "EC",
                "-dname",
                "CN=kappa",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD))) {
      program.await().exits(0);
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      byte[] key = keys.getKey("kappa", PASSWORD.toCharArray()).getEncoded();
      return new OwnCertificate(
          pem(
              directory.resolve("kappa.crt"),
              "CERTIFICATE",
              keys.getCertificate("kappa").getEncoded()),
          pem(directory.resolve("kappa.key"), "PRIVATE KEY", key));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return the options of a Redis that is asked over TLS at {@code port}, with this} */
  List<String> redisOptions(int port) {
    return List.of(
        "--tls-port",
        "" + port,
        "--tls-cert-file",
        certificate.toString(),
        "--tls-key-file",
        key.toString(),
        "--tls-ca-cert-file",
        certificate.toString(),
        "--tls-auth-clients",
        "no");
  }

  private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind));
  }
}
