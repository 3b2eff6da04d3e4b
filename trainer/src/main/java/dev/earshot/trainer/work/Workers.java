package dev.earshot.trainer.work;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does the same work on many items, on all processors. Results come in the order of the items,
 * however the work was shared out.
 */
public final class Workers {
  private Workers() {}

  /** What is done with an item. */
  @FunctionalInterface
  public interface Work<W, T, R> {
    /** Does it, with the worker's own tool. */
    R on(W tool, T item) throws Exception;
  }

  /**
   * Maps items to results.
   *
   * @param makeTool makes what one worker needs for itself, as a scorer that is not thread-safe
   * @param freeTool gets it back when the worker has done its last item
   * @param task told of every item done; not closed here
   * @throws IllegalStateException around the first exception that is not unchecked
   */
  public static <T, R, W> List<R> map(
      List<T> items,
      Supplier<? extends W> makeTool,
      Consumer<? super W> freeTool,
      Work<? super W, T, R> work,
      Progress.Task task) {
    int threads = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), items.size()));
    List<R> results = new ArrayList<>(Collections.nCopies(items.size(), null));
    AtomicInteger next = new AtomicInteger();
    Callable<Void> worker =
        () -> {
          W tool = makeTool.get();
          try {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
              results.set(i, work.on(tool, items.get(i)));
              task.step("");
            }
          } finally {
            // a worker that failed leaves nothing for the others to go on with
            next.set(items.size());
            freeTool.accept(tool);
          }
          return null;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Void> done : pool.invokeAll(Collections.nCopies(threads, worker))) {
        done.get();
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
