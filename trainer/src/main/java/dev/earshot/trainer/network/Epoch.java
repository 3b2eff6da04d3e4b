package dev.earshot.trainer.network;

/**
 * One pass over the training windows.
 *
 * @param number from 1
 * @param learningRate during it
 * @param trainingLoss mean cross-entropy of its batches, with dropout, while the weights changed
 * @param validationLoss mean cross-entropy of the validation windows after it
 * @param validationRocAuc of the validation windows after it: falls and rises apart from the loss,
 *     which also counts how sure the network is where it is wrong
 */
public record Epoch(
    int number,
    float learningRate,
    double trainingLoss,
    double validationLoss,
    double validationRocAuc) {}
