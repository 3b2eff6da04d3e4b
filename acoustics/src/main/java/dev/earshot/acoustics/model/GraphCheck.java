package dev.earshot.acoustics.model;

import static dev.earshot.acoustics.model.GraphReader.require;

import dev.earshot.acoustics.model.Graph.ElementType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Checks of a network all that native code takes the file's word for: TensorFlow Lite itself ends
 * the whole process on some damaged files. What is checked has an input of {@code [1, values]},
 * each operator reads what is known by then, and each of them takes a row of values to a row.
 */
final class GraphCheck {
  /** TensorFlow Lite's kernels end the process where a sum is scaled by 2^7 or more (ruy). */
  private static final double MOST_MULTIPLIER = 1 << 7;

  private final Graph graph;

  private GraphCheck(Graph graph) {
    this.graph = graph;
  }

  /**
   * Checks it.
   *
   * @throws InvalidModelException where something is wrong with it
   */
  static void check(Graph graph) throws InvalidModelException {
    int[] shape = graph.tensors().get(graph.input()).shape();
    require(
        shape.length == 2 && shape[0] == 1,
        "its input has shape %s, needs to be [1, values]",
        Arrays.toString(shape));
    GraphCheck check = new GraphCheck(graph);
    check.requireOrder();
    for (int o = 0; o < graph.operators().size(); o++) {
      Graph.Operator operator = graph.operators().get(o);
      check.requireRows(operator, o);
      if (operator.isDense()) {
        check.requireDense(operator, o);
      } else {
        check.requireLogistic(operator, o);
      }
    }
  }

  /**
   * What an operator takes must be the graph's input or the result of an operator before, its
   * weights and bias constants; what it writes must be none of these, so that nothing is read
   * before it is there.
   */
  private void requireOrder() throws InvalidModelException {
    boolean[] known = new boolean[graph.tensors().size()];
    known[graph.input()] = true;
    for (int o = 0; o < graph.operators().size(); o++) {
      Graph.Operator operator = graph.operators().get(o);
      require(
          known[operator.inputs().get(0)],
          "its operator %d reads tensor %d unset",
          o,
          operator.inputs().get(0));
      require(
          !known[operator.output()] && graph.outputOf(operator).constant().isEmpty(),
          "its operator %d writes tensor %d, which is set",
          o,
          operator.output());
      known[operator.output()] = true;
    }
    require(
        known[graph.output()] && graph.output() != graph.input(),
        "its output is written by none of its operators");
  }

  private void requireRows(Graph.Operator operator, int o) throws InvalidModelException {
    for (Graph.Tensor tensor : List.of(graph.inputOf(operator, 0), graph.outputOf(operator))) {
      require(
          tensor.type() == ElementType.INT8
              && tensor.constant().isEmpty()
              && tensor.scales().length == 1,
          "its operator %d has inputs or outputs that are no int8 of one scale",
          o);
    }
  }

  private void requireLogistic(Graph.Operator operator, int o) throws InvalidModelException {
    require(
        graph.inputOf(operator, 0).elements() == graph.outputOf(operator).elements(),
        "its operator %d has an output of another size than its input",
        o);
    require(
        graph.outputOf(operator).quantisation().equals(Quantisation.PROBABILITY),
        "its operator %d gives a probability of another scale than 1/256",
        o);
  }

  private void requireDense(Graph.Operator operator, int o) throws InvalidModelException {
    Graph.Tensor weights = graph.inputOf(operator, 1);
    Graph.Tensor bias = graph.inputOf(operator, 2);
    require(
        weights.type() == ElementType.INT8
            && weights.constant().isPresent()
            && weights.shape().length == 2
            && (weights.scales().length == 1 || weights.scales().length == weights.shape()[0])
            && Arrays.stream(weights.zeroPoints()).allMatch(zero -> zero == 0),
        "its operator %d has weights that are no int8 matrix around 0",
        o);
    int units = weights.shape()[0];
    require(
        bias.type() == ElementType.INT32 && bias.constant().isPresent() && bias.elements() == units,
        "its operator %d has a bias of other than %d int32",
        o,
        units);
    require(
        graph.inputOf(operator, 0).elements() == weights.shape()[1]
            && graph.outputOf(operator).elements() == units,
        "its operator %d has inputs or outputs that do not fit its weights",
        o);
    for (int unit = 0; unit < units; unit++) {
      require(
          graph.factor(operator, unit) < MOST_MULTIPLIER
              && farthestSum(operator, unit) <= Integer.MAX_VALUE,
          "its operator %d overflows 32 bits",
          o);
    }
  }

  /** The farthest from 0 that the sum for an output can be, whatever the inputs are. */
  private long farthestSum(Graph.Operator operator, int unit) {
    int zeroPoint = graph.inputOf(operator, 0).quantisation().zeroPoint();
    long farthest = Math.max(Byte.MAX_VALUE - zeroPoint, zeroPoint - (long) Byte.MIN_VALUE);
    Graph.Tensor weights = graph.inputOf(operator, 1);
    ByteBuffer values = weights.constant().orElseThrow();
    ByteBuffer bias = graph.inputOf(operator, 2).constant().orElseThrow();
    int depth = weights.shape()[1];
    long sum = Math.abs((long) bias.getInt(unit * Integer.BYTES));
    for (int i = unit * depth; i < (unit + 1) * depth; i++) {
      sum += farthest * Math.abs(values.get(i));
    }
    return sum;
  }
}
