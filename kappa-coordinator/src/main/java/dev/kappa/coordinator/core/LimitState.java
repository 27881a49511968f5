package dev.kappa.coordinator.core;

import dev.kappa.wire.ByteReader;
import dev.kappa.wire.ByteWriter;
import dev.kappa.wire.LimitSpec;
import dev.kappa.wire.PermitAnswer;
import dev.kappa.wire.PermitStage;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;

/**
 * A limit that runs share, as its owner knows it: who waits for a permit, to whom one is offered,
 * who has one. Times are milliseconds since 1970.
 *
 * <p>A permit is asked for under a name of the asker's own, again and again, which is the same as
 * once. When its turn comes it is <em>offered</em>, for a while; only who then takes it has it,
 * until it is given back. An offer has a ticket, which no other has and which has to be named to
 * take it. So a request that comes late, when its asker has long given the permit back, costs an
 * offer that nobody takes, and never a permit.
 *
 * @param spec how many there are; what was asked last counts
 * @param tickets the last one that was given; begins at a random number, so that those of a limit
 *     that was forgotten do not come again
 * @param permits those that are wanted or out, by their names
 * @param queue who waits, by ticket
 * @param offers what is offered, by ticket: the first is over first
 * @param taken when permits were taken, as long as that counts for the rate
 */
public record LimitState(
    LimitSpec spec,
    long tickets,
    Map<String, Permit> permits,
    TreeMap<Long, String> queue,
    TreeMap<Long, String> offers,
    TreeSet<Taken> taken) {
  /** So many may wait for permits, or have them. */
  public static final int MOST = 100_000;

  private static final int BYTES = 300;

  /**
   * One that is wanted, or out.
   *
   * @param until when its offer is over; 0 if there is none
   */
  record Permit(long ticket, PermitStage stage, long until) {
    byte[] toBytes(Format format) {
      return format.begin(32).varint(ticket).text(stage.name()).varint(until).toBytes();
    }

    static Permit read(byte[] bytes) {
      return Entities.read(bytes, Permit::read);
    }

    private static Permit read(ByteReader in) {
      return new Permit(in.varint(), PermitStage.valueOf(in.text()), in.varint());
    }
  }

  /** When a permit was taken. */
  record Taken(long at, long ticket) implements Comparable<Taken> {
    byte[] toBytes(Format format) {
      return format.begin(16).varint(at).toBytes();
    }

    @Override
    public int compareTo(Taken other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(ticket, other.ticket);
    }
  }

  /** {@return one of which nothing is out} */
  static LimitState of(LimitSpec spec, long tickets) {
    return new LimitState(
        spec, tickets, HashMap.empty(), TreeMap.empty(), TreeMap.empty(), TreeSet.empty());
  }

  // ---- what is known of it

  /** {@return how far a permit is} */
  public PermitAnswer answer(String permit) {
    return permits
        .get(permit)
        .map(known -> new PermitAnswer(known.stage, known.ticket))
        .getOrElse(PermitAnswer.NONE);
  }

  /** {@return how many are out or offered} */
  int out() {
    return permits.size() - queue.size();
  }

  /** {@return whether nothing has to be known of it any more} */
  boolean idle() {
    return permits.isEmpty() && taken.isEmpty();
  }

  /** {@return about how many bytes of memory it takes} */
  long bytes() {
    return (long) BYTES * (1 + permits.size() + taken.size());
  }

  /** {@return when it is to be looked at; or never} */
  long wake() {
    long next = offers.isEmpty() ? Long.MAX_VALUE : until(offers.head()._2);
    if (!taken.isEmpty() && !queue.isEmpty()) {
      next = Math.min(next, counted(taken.head()));
    }
    if (!taken.isEmpty() && permits.isEmpty()) {
      next = counted(taken.last());
    }
    return next;
  }

  /** {@return when the offer of a permit is over} */
  long until(String permit) {
    return permits.get(permit).get().until;
  }

  private long counted(Taken one) {
    return one.at + spec.per();
  }

  // ---- what becomes of it

  LimitState with(LimitSpec changed) {
    return new LimitState(changed, tickets, permits, queue, offers, taken);
  }

  /** {@return without what does not count any more} Offers that nobody took are over. */
  LimitState at(long now) {
    LimitState left = this;
    while (!left.offers.isEmpty() && left.until(left.offers.head()._2) <= now) {
      left = left.without(left.offers.head()._2);
    }
    TreeSet<Taken> counts = left.taken;
    while (!counts.isEmpty() && counted(counts.head()) <= now) {
      counts = counts.remove(counts.head());
    }
    return new LimitState(spec, tickets, left.permits, left.queue, left.offers, counts);
  }

  /** {@return with one more who waits, unless he does} */
  LimitState acquire(String permit) {
    if (permits.containsKey(permit)) {
      return this;
    }
    long ticket = tickets + 1;
    Permit waiting = new Permit(ticket, PermitStage.WAITING, 0);
    return new LimitState(
        spec, ticket, permits.put(permit, waiting), queue.put(ticket, permit), offers, taken);
  }

  /** {@return with what was offered under {@code ticket} taken, if it is still offered} */
  LimitState take(String permit, long ticket, long now) {
    Permit known = permits.getOrElse(permit, null);
    if (known == null || known.stage != PermitStage.OFFERED || known.ticket != ticket) {
      return this;
    }
    return new LimitState(
        spec,
        tickets,
        permits.put(permit, new Permit(ticket, PermitStage.TAKEN, 0)),
        queue,
        offers.remove(ticket),
        spec.rate() == 0 ? taken : taken.add(new Taken(now, ticket)));
  }

  /** {@return without a permit, however far it was} */
  LimitState without(String permit) {
    Permit known = permits.getOrElse(permit, null);
    return known == null
        ? this
        : new LimitState(
            spec,
            tickets,
            permits.remove(permit),
            queue.remove(known.ticket),
            offers.remove(known.ticket),
            taken);
  }

  /** {@return with an offer, until then, to each who is next and for whom there is room} */
  LimitState offering(long until) {
    LimitState next = this;
    while (!next.queue.isEmpty() && next.hasPlace() && next.hasRate()) {
      next = next.offer(until);
    }
    return next;
  }

  private LimitState offer(long until) {
    long ticket = queue.head()._1;
    String permit = queue.head()._2;
    Permit offered = new Permit(ticket, PermitStage.OFFERED, until);
    return new LimitState(
        spec,
        tickets,
        permits.put(permit, offered),
        queue.remove(ticket),
        offers.put(ticket, permit),
        taken);
  }

  private boolean hasPlace() {
    return spec.atMost() == 0 || out() < spec.atMost();
  }

  /** What is offered may be taken at any moment. */
  private boolean hasRate() {
    return spec.rate() == 0 || offers.size() + taken.size() < spec.rate();
  }

  // ---- stored

  byte[] toBytes(Format format) {
    ByteWriter out = format.begin(128);
    spec.write(out);
    return out.varint(tickets).toBytes();
  }

  /** {@return the limit that is stored in these fields, of which {@code limit} is its own} */
  static LimitState read(byte[] limit, java.util.Map<String, byte[]> fields) {
    LimitState state = Entities.read(limit, in -> of(LimitSpec.read(in), in.varint()));
    for (java.util.Map.Entry<String, byte[]> field : fields.entrySet()) {
      state = state.restored(field.getKey(), field.getValue());
    }
    return state;
  }

  private LimitState restored(String field, byte[] bytes) {
    String name = field.substring(1);
    if (Entities.isPermit(field)) {
      Permit permit = Permit.read(bytes);
      return new LimitState(
          spec,
          tickets,
          permits.put(name, permit),
          permit.stage == PermitStage.WAITING ? queue.put(permit.ticket, name) : queue,
          permit.stage == PermitStage.OFFERED ? offers.put(permit.ticket, name) : offers,
          taken);
    }
    if (Entities.isTaken(field)) {
      Taken one = new Taken(Entities.read(bytes, ByteReader::varint), Long.parseLong(name));
      return new LimitState(spec, tickets, permits, queue, offers, taken.add(one));
    }
    return this;
  }
}
