/**
 * How good a model is: the figures, whether its scores mean what they say, the choice of thresholds
 * by what mistakes cost, whether another model is better by more than chance, and the scoring of
 * whole clips with a finished model file.
 */
package dev.earshot.trainer.evaluation;
