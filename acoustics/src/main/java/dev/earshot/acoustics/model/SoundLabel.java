package dev.earshot.acoustics.model;

/** A class of sound that the model was trained on, and whether it is an anomaly. */
public record SoundLabel(String name, boolean anomalous) {}
