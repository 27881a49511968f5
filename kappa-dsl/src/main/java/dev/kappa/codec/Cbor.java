package dev.kappa.codec;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.dataformat.cbor.CBORFactory;

/** The byte format: plain CBOR, from Jackson's streaming layer. */
final class Cbor {
  /** Above {@link Limits#DEPTH}, so that the codec's own, clearer error comes first. */
  private static final int NESTING = Limits.DEPTH + 16;

  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING)
                  .maxStringLength(Limits.BYTES)
                  .build())
          .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(NESTING).build())
          .build();

  private Cbor() {}

  static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  static JsonParser parser(byte[] body) {
    return FACTORY.createParser(ObjectReadContext.empty(), body, 0, body.length);
  }
}
