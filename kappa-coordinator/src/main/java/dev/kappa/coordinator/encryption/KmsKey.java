package dev.kappa.coordinator.encryption;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.wire.Gcm;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * A key of AWS's Key Management Service, which never leaves it. Calls wait; what can go through
 * later is tried as often as the client does.
 */
final class KmsKey implements KeyEncryptionKey {
  private static final int FAULT = 500;
  private static final int LONGEST = 2_000;

  private final String name;
  private final KmsClient client;
  private final String where;

  /**
   * That of a name.
   *
   * @param name the key's ARN, its id or an alias
   * @param where the service is, for errors
   */
  KmsKey(String name, KmsClient client, String where) {
    this.name = name;
    this.client = client;
    this.where = where;
  }

  @Override
  public String id() {
    return "kms:" + name;
  }

  @Override
  public byte[] wrap(byte[] dataKey, String place) {
    SdkBytes clear = SdkBytes.fromByteArray(dataKey);
    return ask(
        "Encrypt",
        () ->
            client
                .encrypt(it -> it.keyId(name).plaintext(clear).encryptionContext(context(place)))
                .ciphertextBlob());
  }

  @Override
  public byte[] unwrap(byte[] wrapped, String place) {
    SdkBytes sealed = SdkBytes.fromByteArray(wrapped);
    byte[] key =
        ask(
            "Decrypt",
            () ->
                client
                    .decrypt(
                        it ->
                            it.keyId(name).ciphertextBlob(sealed).encryptionContext(context(place)))
                    .plaintext());
    if (key.length != Gcm.KEY_BYTES) {
      throw new KappaException(
          ErrorCode.NOT_AUTHENTIC,
          "data key %s has %d bytes (expected: %d)".formatted(place, key.length, Gcm.KEY_BYTES));
    }
    return key;
  }

  /** It is in CloudTrail's records, too. */
  private static Map<String, String> context(String place) {
    return Map.of("kappa:dataKey", place);
  }

  /**
   * {@return the bytes of an answer}
   *
   * @throws KappaException {@code KEYS_UNREACHABLE} if the service did not answer, {@code
   *     KEY_REFUSED} if it does not do it, {@code NOT_AUTHENTIC} if the ciphertext is not one of
   *     the key and the context
   */
  private byte[] ask(String operation, Supplier<@Nullable SdkBytes> request) {
    SdkBytes bytes;
    try {
      bytes = request.get();
    } catch (AwsServiceException e) {
      throw refused(operation, e);
    } catch (AbortedException e) {
      throw new KappaException(ErrorCode.CANCELLED, "interrupted while asking KMS", e);
    } catch (SdkClientException e) {
      throw unanswered(operation, e);
    }
    if (bytes == null || bytes.asByteArrayUnsafe().length == 0) {
      throw new KappaException(
          ErrorCode.KEYS_UNREACHABLE, "what answers %s is no KMS: %s".formatted(where, operation));
    }
    return bytes.asByteArray();
  }

  private KappaException refused(String operation, AwsServiceException e) {
    var details = e.awsErrorDetails();
    String kind = details == null ? "" : cut(details.errorCode());
    String said = details == null ? "" : cut(details.errorMessage());
    String what = "KMS %s: %s: %d %s %s".formatted(where, operation, e.statusCode(), kind, said);
    return switch (kind) {
      case "InvalidCiphertextException", "IncorrectKeyException" ->
          new KappaException(
              ErrorCode.NOT_AUTHENTIC,
              what + " (expected: a data key that this key encrypted, as it was stored)");
      case "LimitExceededException", "DependencyTimeoutException" ->
          new KappaException(ErrorCode.KEYS_UNREACHABLE, what);
      default ->
          e.statusCode() >= FAULT || e.isThrottlingException()
              ? new KappaException(ErrorCode.KEYS_UNREACHABLE, what)
              : new KappaException(
                  ErrorCode.KEY_REFUSED,
                  what + " (expected: an enabled key, and kms:Encrypt and kms:Decrypt for it)");
    };
  }

  private KappaException unanswered(String operation, SdkClientException e) {
    String message = String.valueOf(e.getMessage());
    boolean anonymous = message.contains("load credentials");
    return new KappaException(
        ErrorCode.KEYS_UNREACHABLE,
        "KMS %s: %s: %s (expected: %s)"
            .formatted(
                where,
                operation,
                cut(anonymous ? message : told(e)),
                anonymous ? "a role, or those of the environment" : "a way there, see --keys"));
  }

  /** What can't be read of an answer may be a key: who says that quotes it. */
  private static String told(SdkClientException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String kind = root.getClass().getSimpleName();
    boolean quotesNothing =
        e.getCause() == null || root.getClass().getPackageName().startsWith("java.");
    return quotesNothing ? kind + ": " + root.getMessage() : kind;
  }

  /** What comes from elsewhere may be long. */
  private static String cut(@Nullable String text) {
    String said = String.valueOf(text);
    if (said.length() <= LONGEST) {
      return said;
    }
    boolean inAPair = Character.isHighSurrogate(said.charAt(LONGEST - 1));
    return said.substring(0, inAPair ? LONGEST - 1 : LONGEST) + "…";
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return id();
  }
}
