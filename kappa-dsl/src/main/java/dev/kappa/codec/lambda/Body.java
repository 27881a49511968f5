package dev.kappa.codec.lambda;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lambda's body in a class file.
 *
 * @param name the compiler's name for it
 * @param signature its descriptor
 * @param fingerprint 16 bytes that change when the body does
 * @param source file and first line, such as {@code Hello.java:12}, if the class file tells
 * @param variables names of the parameters by their slot, if the class file tells
 */
record Body(
    String name,
    String signature,
    byte[] fingerprint,
    @Nullable String source,
    Map<Integer, String> variables) {}
