/** Calibrating a node's microphone with a sound calibrator, from the levels of its windows. */
package dev.earshot.processor.calibration;
