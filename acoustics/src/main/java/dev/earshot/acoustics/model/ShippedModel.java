package dev.earshot.acoustics.model;

import java.io.IOException;
import java.io.InputStream;

/**
 * The model that Earshot comes with, and that everything uses by default. The file stands under
 * {@code models/} at the root of the repository, with its card, and is packed into this module's
 * jar from there.
 */
public final class ShippedModel {
  private static final String RESOURCE = "/dev/earshot/models/earshot-better-mlp.tflite";

  private ShippedModel() {}

  /**
   * Reads it.
   *
   * @throws IllegalStateException where this build lacks it or it is damaged: a broken build
   */
  public static ModelFile load() {
    try (InputStream in = ShippedModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("this build has no model: " + RESOURCE + " is not in it");
      }
      return ModelFile.read(in);
    } catch (IOException | InvalidModelException e) {
      throw new IllegalStateException(
          "the model of this build can't be read: " + e.getMessage(), e);
    }
  }
}
