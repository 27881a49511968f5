package dev.kappa.coordinator.platform.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the local Lambda service runs a function.
 *
 * @param functionName the function's name in the Invoke API
 * @param jar the handler's jar, with all that it needs but the Lambda runtime
 * @param handler the handler's class name, or {@code class::method}
 * @param memoryMegabytes the function's memory, 128 to 10,240; {@value HeapShare#PERCENT} percent
 *     of it are the worker's heap
 * @param timeout after which an invocation's process is killed, up to 15 minutes
 * @param initTimeout within which a worker must be ready for its first invocation
 * @param concurrency how many invocations run at once; more are refused
 * @param idle after which a worker that has nothing to do is stopped
 * @param environment added to the environment variables that Lambda itself sets
 * @param logDirectory for the workers' output, a file each; older files are deleted at start
 * @param workingDirectory where workers start
 * @param cacheDirectory for what is made once and used again: the runtime, copies of jars, start-up
 *     archives
 * @param javaHome the JDK or JRE that runs the workers, Java 21 or later
 * @param jvmOptions added to the workers' command line, after this service's own options
 * @param startupArchive whether to make and use an archive of loaded classes, which makes starts
 *     several times faster
 */
public record LocalLambdaSettings(
    String functionName,
    Path jar,
    String handler,
    int memoryMegabytes,
    Duration timeout,
    Duration initTimeout,
    int concurrency,
    Duration idle,
    Map<String, String> environment,
    Path logDirectory,
    Path workingDirectory,
    Path cacheDirectory,
    Path javaHome,
    List<String> jvmOptions,
    boolean startupArchive) {
  /** The most at once: each is a process. */
  public static final int MAX_CONCURRENCY = 1_000;

  /** Copies the collections, makes paths absolute and checks every value. */
  public LocalLambdaSettings {
    environment = Map.copyOf(environment);
    jvmOptions = List.copyOf(jvmOptions);
    jar = jar.toAbsolutePath().normalize();
    logDirectory = logDirectory.toAbsolutePath().normalize();
    workingDirectory = workingDirectory.toAbsolutePath().normalize();
    cacheDirectory = cacheDirectory.toAbsolutePath().normalize();
    javaHome = javaHome.toAbsolutePath().normalize();
    SettingsCheck.named("functionName", functionName);
    SettingsCheck.text("handler", handler);
    SettingsCheck.between("memoryMegabytes", memoryMegabytes, 128, 10_240);
    SettingsCheck.between("concurrency", concurrency, 1, MAX_CONCURRENCY);
    SettingsCheck.between("timeout", timeout, Duration.ofMillis(1), Duration.ofMinutes(15));
    SettingsCheck.between("initTimeout", initTimeout, Duration.ofMillis(1), Duration.ofMinutes(15));
    SettingsCheck.between("idle", idle, Duration.ZERO, Duration.ofDays(1));
    SettingsCheck.readableFile("jar", jar);
    SettingsCheck.readableFile("javaHome's java program", javaHome.resolve("bin/java"));
  }

  /**
   * {@return settings with the defaults: 512 MB, 15 minutes, two invocations a processor, workers
   * stopped after a minute without work, the JDK of this process}
   *
   * @param functionName the function's name
   * @param jar the handler's jar
   * @param handler the handler's class name
   * @param directory the parent of the log directory; also where workers start
   */
  public static LocalLambdaSettings of(
      String functionName, Path jar, String handler, Path directory) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        512,
        Duration.ofSeconds(900),
        Duration.ofSeconds(10),
        Math.max(2, 2 * Runtime.getRuntime().availableProcessors()),
        Duration.ofSeconds(60),
        Map.of(),
        directory.resolve("worker-logs"),
        directory,
        CacheDirectory.ofThisUser(),
        Path.of(System.getProperty("java.home")),
        List.of(),
        true);
  }

  /** {@return these settings with another memory size, in MB} */
  public LocalLambdaSettings withMemoryMegabytes(int value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        value,
        timeout,
        initTimeout,
        concurrency,
        idle,
        environment,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with another time limit of an invocation} */
  public LocalLambdaSettings withTimeout(Duration value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        value,
        initTimeout,
        concurrency,
        idle,
        environment,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with another time limit of a worker's start} */
  public LocalLambdaSettings withInitTimeout(Duration value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        value,
        concurrency,
        idle,
        environment,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with another bound on invocations at once} */
  public LocalLambdaSettings withConcurrency(int value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        value,
        idle,
        environment,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with another time after which an idle worker is stopped} */
  public LocalLambdaSettings withIdle(Duration value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        concurrency,
        value,
        environment,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with other added environment variables} */
  public LocalLambdaSettings withEnvironment(Map<String, String> value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        concurrency,
        idle,
        value,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with another directory for the workers' output} */
  public LocalLambdaSettings withLogDirectory(Path value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        concurrency,
        idle,
        environment,
        value,
        workingDirectory,
        cacheDirectory,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with another directory that workers start in} */
  public LocalLambdaSettings withWorkingDirectory(Path value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        concurrency,
        idle,
        environment,
        logDirectory,
        value,
        cacheDirectory,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with another directory for what is made once} */
  public LocalLambdaSettings withCacheDirectory(Path value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        concurrency,
        idle,
        environment,
        logDirectory,
        workingDirectory,
        value,
        javaHome,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with another Java for the workers} */
  public LocalLambdaSettings withJavaHome(Path value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        concurrency,
        idle,
        environment,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        value,
        jvmOptions,
        startupArchive);
  }

  /** {@return these settings with other added options of the workers' JVM} */
  public LocalLambdaSettings withJvmOptions(List<String> value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        concurrency,
        idle,
        environment,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        javaHome,
        value,
        startupArchive);
  }

  /** {@return these settings with or without the archive of loaded classes} */
  public LocalLambdaSettings withStartupArchive(boolean value) {
    return new LocalLambdaSettings(
        functionName,
        jar,
        handler,
        memoryMegabytes,
        timeout,
        initTimeout,
        concurrency,
        idle,
        environment,
        logDirectory,
        workingDirectory,
        cacheDirectory,
        javaHome,
        jvmOptions,
        value);
  }
}
