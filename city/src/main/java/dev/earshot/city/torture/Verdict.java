package dev.earshot.city.torture;

import dev.earshot.city.report.CommittedRecords;
import dev.earshot.contracts.Topics;
import dev.earshot.processor.topology.EarshotTopology;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What came held against what had to come, for the topic of frames (is all in it that was sent?),
 * each topic of the output, and the states and kept decisions of the nodes.
 *
 * @param items one each
 */
record Verdict(List<Item> items) {
  /** The topic of frames and the changelogs, as they are called in a verdict. */
  static final String FRAMES = Topics.PCM_FRAMES + " as sent";

  static final String STATES = "final states of nodes";
  static final String DECISIONS = "kept decisions of nodes";

  /**
   * One topic, all of its partitions together.
   *
   * @param expected how many records, or states
   * @param came how many there were
   * @param lost see {@link Comparison}
   * @param first where the first difference is and what it is, in words
   */
  record Item(
      String of,
      long expected,
      long came,
      long lost,
      long twice,
      long different,
      Optional<String> first) {}

  /** Adds up the partitions of one topic. */
  private static final class Sum {
    private final String of;
    private long expected;
    private long came;
    private long lost;
    private long twice;
    private long different;
    private Optional<String> first = Optional.empty();

    Sum(String of) {
      this.of = of;
    }

    <T> void add(int partition, List<T> wanted, List<T> found, Words<T> words) {
      Comparison comparison = Comparison.of(wanted, found);
      expected += wanted.size();
      came += found.size();
      lost += comparison.lost();
      twice += comparison.twice();
      different += comparison.different();
      if (first.isEmpty() && comparison.firstAt().isPresent()) {
        int at = comparison.firstAt().getAsInt();
        first =
            Optional.of(
                "record %d of partition %d: expected %s, came %s"
                    .formatted(at, partition, at(wanted, at, words), at(found, at, words)));
      }
    }

    private static <T> String at(List<T> list, int at, Words<T> words) {
      return at < list.size() ? words.of(list.get(at)) : "nothing";
    }

    Item total() {
      return new Item(of, expected, came, lost, twice, different, first);
    }
  }

  /** Says what something is. */
  private interface Words<T> {
    String of(T item);
  }

  /** Reads what has come and holds it against what had to. */
  static Verdict of(Map<String, String> client, Sent sent, Map<Integer, Outcomes> expected) {
    List<Item> items = new ArrayList<>();
    items.add(frames(client, sent));
    for (String topic : Rig.OUTPUT) {
      items.add(output(client, topic, expected));
    }
    items.add(
        kept(STATES, EarshotTopology.NODE_STATE, client, partition(expected, Outcomes::states)));
    items.add(
        kept(
            DECISIONS,
            EarshotTopology.NODE_DECISIONS,
            client,
            partition(expected, Outcomes::decisions)));
    return new Verdict(items);
  }

  private static Item frames(Map<String, String> client, Sent sent) {
    Map<Integer, List<Long>> found = new TreeMap<>();
    CommittedRecords.read(
        client,
        Topics.PCM_FRAMES,
        record ->
            found
                .computeIfAbsent(record.partition(), none -> new ArrayList<>())
                .add(
                    Sent.digest(
                        new Message(
                            record.key(),
                            Optional.ofNullable(record.value()),
                            record.timestamp()))));
    Sum sum = new Sum(FRAMES);
    for (int partition = 0; partition < Rig.PARTITIONS; partition++) {
      sum.add(
          partition,
          sent.of(partition),
          found.getOrDefault(partition, List.of()),
          "%016x"::formatted);
    }
    return sum.total();
  }

  private static Item output(
      Map<String, String> client, String topic, Map<Integer, Outcomes> expected) {
    Map<Integer, List<Outcome>> found = new TreeMap<>();
    CommittedRecords.read(
        client,
        topic,
        record ->
            found
                .computeIfAbsent(record.partition(), none -> new ArrayList<>())
                .add(Outcome.of(record)));
    Sum sum = new Sum(topic);
    for (int partition = 0; partition < Rig.PARTITIONS; partition++) {
      sum.add(
          partition,
          expected.getOrDefault(partition, new Outcomes()).of(topic),
          found.getOrDefault(partition, List.of()),
          outcome -> OutcomeText.of(topic, outcome));
    }
    return sum.total();
  }

  private static IntFunction<Map<String, byte[]>> partition(
      Map<Integer, Outcomes> expected, Function<Outcomes, Map<String, byte[]>> kept) {
    return number -> kept.apply(expected.getOrDefault(number, new Outcomes()));
  }

  /**
   * What is kept of a node last stands in the changelog, compacted or not.
   *
   * @param expected by partition
   */
  private static Item kept(
      String what,
      String store,
      Map<String, String> client,
      IntFunction<Map<String, byte[]>> expected) {
    Map<Integer, Map<String, State>> found = new TreeMap<>();
    CommittedRecords.read(
        client,
        Rig.APPLICATION_ID + "-" + store + "-changelog",
        record -> {
          String nodeId = OutcomeText.text(ByteBuffer.wrap(record.key()));
          Map<String, State> states =
              found.computeIfAbsent(record.partition(), none -> new TreeMap<>());
          if (record.value() == null) {
            states.remove(nodeId);
          } else {
            states.put(nodeId, new State(nodeId, ByteBuffer.wrap(record.value())));
          }
        });
    Sum sum = new Sum(what);
    for (int partition = 0; partition < Rig.PARTITIONS; partition++) {
      sum.add(
          partition,
          sorted(expected.apply(partition)),
          List.copyOf(found.getOrDefault(partition, Collections.emptyMap()).values()),
          State::toString);
    }
    return sum.total();
  }

  private static List<State> sorted(Map<String, byte[]> states) {
    return new TreeSet<>(states.keySet())
        .stream().map(id -> new State(id, ByteBuffer.wrap(states.get(id)))).toList();
  }

  /** What is kept of a node. */
  private record State(String nodeId, ByteBuffer bytes) {
    @Override
    public String toString() {
      return "%s with %d bytes of hash %08x".formatted(nodeId, bytes.remaining(), bytes.hashCode());
    }
  }

  /** Whether nothing was lost, came twice or is different. */
  boolean isClean() {
    return items.stream().allMatch(item -> item.lost() + item.twice() + item.different() == 0);
  }
}
