package dev.kappa.error;

/**
 * The stable codes of everything that Kappa reports. A code never changes its meaning; {@code
 * docs/errors.md} explains each.
 */
public enum ErrorCode {
  /** No workflow of that name is registered in the application. */
  UNKNOWN_WORKFLOW(101),
  /** The input is not JSON, or does not fit the workflow's input type. */
  INVALID_INPUT(102),
  /** The jar names no application, or the application registers no workflow. */
  NO_WORKFLOW(103),
  /** Two workflows of one application have the same name. */
  DUPLICATE_WORKFLOW(104),
  /** The application's class can't be loaded or fails while it is set up. */
  APPLICATION_NOT_LOADABLE(105),
  /** A named file or directory does not exist or can't be read. */
  FILE_NOT_FOUND(106),
  /** The idempotency key was used before with another workflow or input. */
  IDEMPOTENCY_CONFLICT(107),
  /** No run of that id is known. */
  UNKNOWN_RUN(108),
  /** A request or an option that can't be understood. */
  BAD_REQUEST(109),
  /** What was asked for can't be done with a run that has ended. */
  RUN_ENDED(110),
  /** The coordinator has no jar of that version of the application. */
  UNKNOWN_VERSION(111),
  /** No schedule of that name is known. */
  UNKNOWN_SCHEDULE(112),
  /** A schedule's times, time zone or policies can't be understood. */
  INVALID_SCHEDULE(113),
  /** The schedule is the application's: a client can't replace or delete it. */
  SCHEDULE_OF_THE_CODE(114),
  /** There are as many schedules as there can be in the partition of this one. */
  TOO_MANY_SCHEDULES(115),
  /** The request shows no token, or one that is not known. */
  UNKNOWN_TOKEN(116),
  /** The token's role does not allow what was asked for. */
  NOT_ALLOWED(117),

  /** A lambda captured, or a step returned, a value that can't be encoded. */
  NOT_ENCODABLE(201),
  /** A lambda that does not come back equal after it was taken apart. */
  NOT_REBUILDABLE(202),
  /** A parked task's lambda is not in the application's code any more. */
  CODE_CHANGED(203),
  /** Stored bytes can't be turned into a value with the application's present classes. */
  NOT_DECODABLE(204),
  /** An argument outside its stated range. */
  INVALID_ARGUMENT(205),

  /** A step or another lambda of the user's threw. */
  STEP_FAILED(301),
  /** A worker died again and again in the same step. */
  WORKER_CRASHED(302),
  /** The run or the task was cancelled. */
  CANCELLED(303),
  /** A send to a closed channel, or a receive from a closed and empty one. */
  CHANNEL_CLOSED(304),
  /** A step ran longer than the function's time limit, again and again. */
  FUNCTION_TIMEOUT(305),
  /** A task waits for what no task of the run can ever do. */
  DEADLOCK(306),
  /** Something took longer than it was given. */
  TIMED_OUT(307),
  /** A step that runs at most once may have begun, and did not come to its end. */
  STEP_IN_DOUBT(308),
  /** Another run that a task has started is known no more, and its result was not heard. */
  OTHER_RUN_GONE(309),
  /** A worker returned with its task again and again without a commit. */
  WORKER_RETURNED(310),
  /** A worker ran out of memory again and again in the same step. */
  OUT_OF_MEMORY(311),

  /** A value, a frame or a commit larger than its limit. */
  PAYLOAD_TOO_LARGE(401),
  /** More work than the coordinator accepts; try again later. */
  OVERLOADED(402),
  /** A run has more tasks that have not ended than are allowed. */
  TOO_MANY_TASKS(403),
  /** A run holds more than is allowed, in its tasks, messages and results. */
  RUN_TOO_LARGE(404),

  /** Redis does not answer at the given address. */
  REDIS_UNREACHABLE(501),
  /** A port that should be listened on is taken. */
  PORT_IN_USE(502),
  /** Another process works on the data directory. */
  DATA_DIRECTORY_IN_USE(503),
  /** The coordinator does not answer at the given address. */
  COORDINATOR_UNREACHABLE(504),
  /** The run is another coordinator's, or changes hands just now: ask again. */
  FENCED(505),
  /** The Redis server's version or settings can't hold what is promised. */
  UNSUPPORTED_STORE(506),
  /** There is no JDK, or the project can't be built. Told by the script {@code kappa}. */
  NOT_BUILT(507),
  /** Workers can't be started, or die while they start. */
  WORKER_START_FAILED(508),
  /** What is asked can't be stored as long as coordinators of an older release are there. */
  OLDER_COORDINATOR(509),
  /** A task is placed on a resident worker, and none is connected. */
  NO_RESIDENT_WORKER(510),
  /** The platform says that too many invocations run, or begin. */
  FUNCTION_THROTTLED(511),
  /** The coordinator may not invoke the function, or the function may not use its key. */
  FUNCTION_DENIED(512),
  /** There is no such function, version or alias. */
  FUNCTION_NOT_FOUND(513),
  /** The platform can't run the function as it is configured, or not yet. */
  FUNCTION_NOT_USABLE(514),
  /** The platform's service does not answer, or fails itself. */
  FUNCTION_UNREACHABLE(515),

  /** There is no bucket of that name. */
  BUCKET_NOT_FOUND(601),
  /** The bucket has no object of that key. */
  OBJECT_NOT_FOUND(602),
  /** The credentials at hand do not allow it, or there are none. */
  BUCKET_ACCESS_DENIED(603),
  /** The object store answers that it is asked too often. */
  BUCKET_THROTTLED(604),
  /** The object store does not answer. */
  BUCKET_UNREACHABLE(605),
  /** The object store refuses what is asked, for another reason. */
  BUCKET_FAILED(606),
  /** There is no client for addresses of that kind in the application. */
  NO_OBJECT_CLIENT(607),

  /** What keeps the keys that encrypt others does not answer. */
  KEYS_UNREACHABLE(701),
  /** What keeps the keys that encrypt others refuses to use one. */
  KEY_REFUSED(702),
  /** The key is not at hand with which something stored is encrypted. */
  UNKNOWN_KEY(703),
  /** Something encrypted was changed, or stands where it was not put. */
  NOT_AUTHENTIC(704),
  /** Something is stored in clear where all should be encrypted. */
  NOT_ENCRYPTED(705),

  /** AWS refuses what a deployment asks for. */
  DEPLOYMENT_REFUSED(801),
  /** AWS can't be asked at this time to deploy. */
  DEPLOYMENT_UNAVAILABLE(802),

  /** A broken promise of Kappa itself. */
  INTERNAL(999);

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  /** {@return the code as it is shown and documented, such as {@code KAPPA-101}} */
  public String text() {
    return "KAPPA-" + number;
  }
}
