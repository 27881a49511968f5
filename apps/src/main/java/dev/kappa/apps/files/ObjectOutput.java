package dev.kappa.apps.files;

import dev.kappa.error.ErrorCode;
import dev.kappa.error.KappaException;
import dev.kappa.objects.Bucket;
import java.io.BufferedOutputStream;
import java.io.IOException;

/** An object that a step writes. */
public record ObjectOutput(ObjectAddress address, Bucket bucket) implements OutputFile {
  private static final int BUFFER = 1 << 16;

  static ObjectOutput at(String field, String output) {
    ObjectAddress address = ObjectAddress.parse(field, output);
    if (address.key().isEmpty() || address.key().endsWith("/")) {
      throw new KappaException(
          ErrorCode.INVALID_INPUT,
          "%s: '%s' is no name of an object (expected: s3://BUCKET/KEY)".formatted(field, output));
    }
    return new ObjectOutput(address, address.open());
  }

  @Override
  public String place() {
    return address.toString();
  }

  /** Asks for the bucket. Whether this key may be written only shows when it is. */
  @Override
  public void check() {
    bucket.find(address.key());
  }

  @Override
  public <R> R write(Content<R> content) throws IOException {
    return bucket.write(
        address.key(),
        raw -> {
          BufferedOutputStream out = new BufferedOutputStream(raw, BUFFER);
          R result = content.writeTo(out);
          out.flush();
          return result;
        });
  }
}
