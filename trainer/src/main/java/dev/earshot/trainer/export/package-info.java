/**
 * From the trained network to the file a device runs: the ranges of its values, 8-bit integers, and
 * the .tflite around them.
 */
package dev.earshot.trainer.export;
