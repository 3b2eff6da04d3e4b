package dev.earshot.acoustics.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Estimates the tensor arena that TensorFlow Lite Micro needs to run a network, by going through
 * its allocations in their order (tensorflow/lite/micro: {@code MicroAllocator} in
 * micro_allocator.cc, {@code MicroInterpreter::AllocateTensors} in micro_interpreter.cc, the
 * structs in c/common.h, and each kernel's OpData).
 *
 * <p>The arena's end, its tail, grows by what stays: the allocators, tables of tensors and nodes,
 * what the kernels keep, and the tensors of input and output. Its head is used three times over: by
 * what a kernel looks at while it is prepared, by the planner, and at last by the activations, laid
 * out by {@code GreedyMemoryPlanner}. The arena must hold the tail of the time and the largest of
 * these.
 *
 * <p>It is told for 32-bit pointers and the portable kernels, and is a lower bound. How far to
 * trust it: on 64 bits tflite-micro 0.dev20261023182759 for Python says that the paper's network
 * uses 2,128 bytes, where this says 1,872, 12 % less. That build records its allocations and knows
 * compressed tensors, which takes room of its own; how much was not measured, and neither was a
 * microcontroller. Kernels optimised for a processor may want more, as CMSIS-NN's with vector
 * instructions 4 bytes an output.
 */
final class MicroArena {
  private static final int ALIGNMENT = 16;

  /** {@code kMaxScratchBuffersPerOp}: requests for which the head keeps room while preparing. */
  private static final int SCRATCH_REQUESTS = 12;

  private static final int SCRATCH_REQUEST_INTS = 2;

  /** What the planner keeps of a buffer: ten integers. */
  private static final int PLANNED_BUFFER_BYTES = 40;

  private static final int LOGISTIC_BYTES = 16;
  private static final int DENSE_PARAMETER_BYTES = 16;

  private final Graph graph;

  /** Bytes of a pointer, and of a size. */
  private final int pointer;

  private int tail;
  private int most;

  private MicroArena(Graph graph, int pointer) {
    this.graph = graph;
    this.pointer = pointer;
  }

  /** The least arena on a 32-bit microcontroller. */
  static int estimateBytes(Graph graph) {
    return estimateBytes(graph, Integer.BYTES);
  }

  static int estimateBytes(Graph graph, int pointerBytes) {
    return new MicroArena(graph, pointerBytes).allocate();
  }

  private int allocate() {
    keepTables();
    for (Graph.Operator operator : graph.operators()) {
      if (operator.isDense()) {
        keep(DENSE_PARAMETER_BYTES, Integer.BYTES);
      }
    }
    graph.operators().forEach(operator -> keep(kernelBytes(operator), ALIGNMENT));
    for (Graph.Operator operator : graph.operators()) {
      useHead(scratchRequestBytes() + preparingBytes(operator));
      keepChannels(operator);
    }
    useHead(scratchRequestBytes() + planningBytes());
    keepInterfaceTensor(graph.tensors().get(graph.input()));
    keepInterfaceTensor(graph.tensors().get(graph.output()));
    useHead(activationBytes());
    return aligned(most, ALIGNMENT);
  }

  /** The allocators and the planner, then one entry a tensor and one a node. */
  private void keepTables() {
    keep(9 * pointer, pointer); // SingleArenaBufferAllocator
    keep(7 * pointer + 16, pointer); // GreedyMemoryPlanner
    keep(9 * pointer, pointer); // MicroAllocator
    keep(2 * pointer, pointer); // MicroBuiltinDataAllocator
    keep(2 * pointer, pointer); // SubgraphAllocations
    keep(3 * pointer * graph.tensors().size(), pointer); // TfLiteEvalTensor
    keep(8 * pointer * graph.operators().size(), pointer); // NodeAndRegistration
  }

  /** OpData of a kernel. */
  private int kernelBytes(Graph.Operator operator) {
    return operator.isDense() ? aligned(9 * Integer.BYTES, pointer) + 3 * pointer : LOGISTIC_BYTES;
  }

  /** A multiplier and a shift for every output whose weights have a scale of their own. */
  private void keepChannels(Graph.Operator operator) {
    int scales = operator.isDense() ? graph.inputOf(operator, 1).scales().length : 1;
    if (scales > 1) {
      keep(Integer.BYTES * scales, ALIGNMENT);
      keep(Integer.BYTES * scales, ALIGNMENT);
    }
  }

  private void keepInterfaceTensor(Graph.Tensor tensor) {
    keep(pointer, ALIGNMENT);
    keep(tensorBytes(tensor), pointer);
  }

  /** TfLiteTensor with its TfLiteAffineQuantization and the zero points of that. */
  private int tensorBytes(Graph.Tensor tensor) {
    int quantised = tensor.scales().length;
    return 6 * pointer
        + 16
        + (quantised == 0 ? 0 : 3 * pointer + aligned(Integer.BYTES * (1 + quantised), pointer));
  }

  /** The tensors of an operator, which its kernel looks at while it is prepared. */
  private int preparingBytes(Graph.Operator operator) {
    return operator.inputs().stream().map(graph.tensors()::get).mapToInt(this::tensorBytes).sum()
        + tensorBytes(graph.outputOf(operator));
  }

  private int scratchRequestBytes() {
    return SCRATCH_REQUESTS * (pointer + SCRATCH_REQUEST_INTS * Integer.BYTES);
  }

  /** AllocationInfo of every tensor, and the planner's notes on those that it lays out. */
  private int planningBytes() {
    int info = 3 * pointer + 3 * Integer.BYTES;
    return aligned(
        pointer
            + aligned(info, pointer) * graph.tensors().size()
            + PLANNED_BUFFER_BYTES * computed().size(),
        ALIGNMENT);
  }

  private void keep(int bytes, int alignment) {
    tail = aligned(Math.addExact(tail, bytes), alignment);
  }

  private void useHead(int bytes) {
    most = Math.max(most, Math.addExact(tail, bytes));
  }

  private static int aligned(int bytes, int alignment) {
    return Math.addExact(bytes, alignment - 1) / alignment * alignment;
  }

  /** A computed tensor, from the operator that writes it to the last that reads it. */
  private record Activation(int bytes, int from, int to, int offset) {
    int end() {
      return offset + bytes;
    }

    boolean livesWith(Activation other) {
      return from <= other.to && other.from <= to;
    }

    Activation at(int place) {
      return new Activation(bytes, from, to, place);
    }
  }

  /** The largest first, each at the lowest place that is free while it lives. */
  private int activationBytes() {
    List<Activation> placed = new ArrayList<>();
    List<Activation> largestFirst = new ArrayList<>(computed());
    largestFirst.sort(Comparator.comparingInt(Activation::bytes).reversed());
    for (Activation activation : largestFirst) {
      int place = 0;
      List<Activation> byOffset = new ArrayList<>(placed);
      byOffset.sort(Comparator.comparingInt(Activation::offset));
      for (Activation other : byOffset) {
        boolean inTheWay =
            other.livesWith(activation) && other.offset() - place < activation.bytes();
        place = inTheWay ? Math.max(place, other.end()) : place;
      }
      placed.add(activation.at(place));
    }
    return placed.stream().mapToInt(Activation::end).max().orElse(0);
  }

  /**
   * Moment 0 is before all operators, then comes one for each: the input lives from the start, the
   * output to the end.
   */
  private List<Activation> computed() {
    int[] from = new int[graph.tensors().size()];
    int[] to = new int[graph.tensors().size()];
    for (int moment = 1; moment <= graph.operators().size(); moment++) {
      Graph.Operator operator = graph.operators().get(moment - 1);
      from[operator.output()] = moment;
      to[operator.output()] = moment;
      to[operator.inputs().get(0)] = moment;
    }
    to[graph.output()] = graph.operators().size();
    List<Activation> computed = new ArrayList<>();
    for (int t = 0; t < graph.tensors().size(); t++) {
      Graph.Tensor tensor = graph.tensors().get(t);
      if (tensor.constant().isEmpty()) {
        int bytes = aligned(Math.toIntExact(tensor.bytes()), ALIGNMENT);
        computed.add(new Activation(bytes, from[t], to[t], 0));
      }
    }
    return computed;
  }
}
