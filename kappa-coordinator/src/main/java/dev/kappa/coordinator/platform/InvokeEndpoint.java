package dev.kappa.coordinator.platform;

import java.net.URI;

/**
 * A service that speaks Lambda's Invoke API and is not AWS's own.
 *
 * @param uri where it is
 * @param credentials what requests to it are signed with
 */
public record InvokeEndpoint(URI uri, InvokeCredentials credentials) {}
