/**
 * How good a model is: the figures, the choice of a threshold, and the scoring of whole clips with
 * a finished model file.
 */
package dev.earshot.trainer.evaluation;
