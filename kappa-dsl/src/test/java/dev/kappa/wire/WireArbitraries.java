package dev.kappa.wire;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Anything that can go over the wire. */
final class WireArbitraries {
  private WireArbitraries() {}

  static Arbitrary<Long> count() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  static Arbitrary<Integer> small() {
    return Arbitraries.integers().greaterOrEqual(0);
  }

  static Arbitrary<String> text() {
    return Arbitraries.strings().withCharRange('a', 'z').withChars("äß€ \u0000").ofMaxLength(12);
  }

  static Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
  }

  static Arbitrary<Handle> handles() {
    return Combinators.combine(count(), count()).as(Handle::new);
  }

  static Arbitrary<Priority> priorities() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.strings().alpha().ofMaxLength(9),
            Arbitraries.integers().between(0, 100))
        .as(Priority::new);
  }

  static Arbitrary<Payload> payloads() {
    return Combinators.combine(
            several(handles()), several(text().filter(name -> !name.isEmpty())), bytes())
        .as(Payload::new);
  }

  static Arbitrary<AttemptRef> refs() {
    return Combinators.combine(text(), handles(), count()).as(AttemptRef::new);
  }

  static Arbitrary<Failure> failures() {
    return Combinators.combine(
            text(),
            text(),
            text(),
            text().injectNull(0.3),
            several(text()),
            payloads().injectNull(0.3))
        .as(Failure::new);
  }

  private static Arbitrary<LimitSpec> limits() {
    Arbitrary<String> names = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(9);
    Arbitrary<Integer> rates = Arbitraries.integers().between(1, LimitSpec.MOST_RATE);
    Arbitrary<Integer> most = Arbitraries.integers().between(1, LimitSpec.MOST);
    return Arbitraries.oneOf(
        Combinators.combine(names, most).as((name, n) -> new LimitSpec(name, n, 0, 0)),
        Combinators.combine(names, most, rates, Arbitraries.longs().between(1, LimitSpec.LONGEST))
            .as(LimitSpec::new));
  }

  static Arbitrary<Next> nexts() {
    return Arbitraries.oneOf(
        List.of(
            payloads().map(Next.Holding::new),
            failures().map(Next.Raising::new),
            Combinators.combine(text(), bytes()).as(Next.Enter::new),
            several(handles()).map(Next.AwaitAll::new),
            sources(4).map(source -> source),
            several(payloads()).map(Next.Results::new),
            Combinators.combine(payloads(), bytes().injectNull(0.3)).as(Next.Completed::new),
            failures().map(Next.Failed::new),
            failures().map(Next.Parked::new),
            handles().map(Next.EndScope::new),
            Combinators.combine(text(), text(), bytes().injectNull(0.3), flags(), priorities())
                .as(Next.Elsewhere::new),
            Combinators.combine(text(), text(), bytes()).as(Next.Tell::new),
            Combinators.combine(limits(), Arbitraries.of(Next.Permit.Stage.class), count())
                .as(Next.Permit::new),
            bytes().map(Next.Json::new),
            sources(1).list().ofMinSize(1).ofMaxSize(4).map(list -> new Next.Select(list, false)),
            several(sources(1)).map(list -> new Next.Select(list, true)),
            Combinators.combine(Arbitraries.integers().between(-1, 1000), values())
                .as(Next.Chosen::new)));
  }

  private static Arbitrary<Next.Source> sources(int mostMessages) {
    return Arbitraries.oneOf(
        handles().map(Next.Await::new),
        handles().map(Next.Receive::new),
        Combinators.combine(handles(), payloads().list().ofMinSize(1).ofMaxSize(mostMessages))
            .as((channel, messages) -> new Next.Send(channel, messages)),
        Arbitraries.longs().map(Next.Sleep::new),
        text().map(Next.Signal::new));
  }

  /** What may come of a select. */
  private static Arbitrary<Next> values() {
    return Arbitraries.oneOf(
        payloads().map(Next.Holding::new),
        failures().map(Next.Raising::new),
        handles().map(Next.Await::new),
        text().map(Next.Signal::new),
        bytes().map(Next.Json::new));
  }

  static Arbitrary<Operation> operations() {
    return Arbitraries.oneOf(
        Combinators.combine(
                handles(),
                text(),
                several(payloads()),
                payloads(),
                handles().injectNull(0.5),
                small(),
                handles().injectNull(0.5))
            .flatAs(WireArbitraries::spawns),
        Combinators.combine(handles(), small()).as(Operation.NewChannel::new),
        handles().map(Operation.CloseChannel::new),
        handles().map(Operation.Cancel::new),
        Combinators.combine(handles(), text(), text(), bytes(), priorities())
            .as(Operation.StartRun::new),
        Combinators.combine(handles(), text(), text(), bytes()).as(Operation.SignalRun::new),
        Combinators.combine(handles(), limits()).as(Operation.Acquire::new),
        Combinators.combine(text(), bytes()).as(Operation.Publish::new));
  }

  private static Arbitrary<Operation> spawns(
      Handle id,
      String name,
      List<Payload> frames,
      Payload value,
      @Nullable Handle group,
      int atMost,
      @Nullable Handle scope) {
    return Combinators.combine(flags(), text().injectNull(0.5))
        .as(
            (masked, after) ->
                new Operation.Spawn(id, name, frames, value, group, atMost, scope, masked, after));
  }

  private static Arbitrary<Extent> extents() {
    return Combinators.combine(
            small(),
            count(),
            handles().injectNull(0.5),
            small(),
            Arbitraries.of(Placement.class).injectNull(0.5))
        .as(Extent::new);
  }

  static Arbitrary<Continuation> continuations() {
    return Combinators.combine(
            small(), several(payloads()), nexts(), count(), count(), extents(), flags())
        .as(Continuation::new);
  }

  static Arbitrary<Commit> commits() {
    return Combinators.combine(
            refs(), count(), Arbitraries.longs(), continuations(), several(operations()), flags())
        .as(Commit::new);
  }

  static Arbitrary<Assignment> assignments() {
    return Combinators.combine(
            refs(), continuations(), count(), text(), flags(), failures().injectNull(0.5))
        .as(
            (ref, c, seq, workflow, cancel, poison) ->
                new Assignment(
                    ref,
                    seq,
                    seq,
                    -seq,
                    c.keep(),
                    c.push(),
                    c.next(),
                    c.created(),
                    c.steps(),
                    c.extent(),
                    c.cancelled(),
                    cancel,
                    workflow,
                    poison));
  }

  static Arbitrary<Message> messages() {
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(
                    small(), text(), text(), Arbitraries.longs(), text(), text().injectNull(0.5))
                .as(Message.Hello::new),
            Combinators.combine(count(), count()).as(Message.Poll::new),
            commits().map(Message.Commits::new),
            Combinators.combine(refs(), Arbitraries.longs(), small()).as(Message.FetchFrames::new),
            Combinators.combine(refs(), text()).as(Message.FetchBlob::new),
            Combinators.combine(refs(), text(), bytes()).as(Message.PutBlob::new),
            refs().map(Message.Heartbeat::new),
            Combinators.combine(refs(), text()).as(Message.Grant::new),
            Combinators.combine(count(), count(), count(), several(addresses()))
                .as(Message.Welcome::new),
            Combinators.combine(
                    refs().injectNull(0.3), several(addresses()), text().injectNull(0.5))
                .as(Message.Alive::new),
            addresses().map(Message.Moved::new),
            Combinators.combine(refs(), flags()).as(Message.Unwanted::new),
            Combinators.combine(text(), text()).as(Message.Refused::new),
            assignments().map(Message.Assigned::new),
            Arbitraries.just(new Message.Released()),
            Combinators.combine(count(), flags(), nexts().injectNull(0.3))
                .as(Message.Committed::new),
            count().map(Message.Yielded::new),
            Combinators.combine(count(), text()).as(Message.Superseded::new),
            several(payloads()).map(Message.Frames::new),
            bytes().injectNull(0.3).map(Message.Blob::new),
            Arbitraries.just(new Message.BlobStored())));
  }

  private static Arbitrary<Message.Address> addresses() {
    return Combinators.combine(text(), small()).as(Message.Address::new);
  }

  private static Arbitrary<Boolean> flags() {
    return Arbitraries.of(true, false);
  }

  private static <T> Arbitrary<List<T>> several(Arbitrary<T> elements) {
    return elements.list().ofMaxSize(4);
  }
}
