package dev.earshot.trainer.pipeline;

/**
 * Where the data and the code of a training come from.
 *
 * @param dataset by name
 * @param licence of the data, which binds the use of the model
 * @param commit of the code, or {@code unknown}
 */
public record Provenance(String dataset, String licence, String commit) {
  /** UrbanSound8K under its licence, trained with this code. */
  public static Provenance urbanSound8K() {
    return new Provenance("UrbanSound8K", "CC BY-NC 3.0", CodeVersion.commit());
  }
}
