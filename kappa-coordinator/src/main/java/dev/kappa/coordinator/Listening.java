package dev.kappa.coordinator;

/**
 * Where a coordinator is reached.
 *
 * @param host an address of this machine, or a name of one
 * @param port for clients and other coordinators; 0 for a free one
 * @param workerPort for workers that connect; 0 for a free one
 */
public record Listening(String host, int port, int workerPort) {}
