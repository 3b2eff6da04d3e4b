/**
 * The trainer: from a folder of recordings to a model file that says how good it is, and the
 * commands around model files.
 *
 * <p>Packages follow the way of the data: {@code features} (clips to MFCC columns), {@code folds}
 * (who may see what), {@code network} (training), {@code export} (8-bit integers, the .tflite),
 * {@code evaluation} (figures), {@code pipeline} (all of it in a row), {@code report}, and {@code
 * commands} on top. The front-end and the scoring are those of {@code acoustics}, the same that
 * serve.
 */
package dev.earshot.trainer;
