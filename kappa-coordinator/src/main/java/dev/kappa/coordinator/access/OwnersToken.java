package dev.kappa.coordinator.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** A token with all rights, beside others. */
public record OwnersToken(Token owner, Tokens others) implements Tokens {
  /** As it is recorded. */
  private static final Caller.Holder OWNER = new Caller.Holder("owner", Role.ADMIN);

  @Override
  public Optional<Caller.Holder> find(String token) {
    byte[] shown = token.getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(shown, owner.text().getBytes(StandardCharsets.UTF_8))
        ? Optional.of(OWNER)
        : others.find(token);
  }
}
