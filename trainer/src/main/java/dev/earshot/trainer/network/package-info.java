/**
 * The network: its presets, how it is trained (DJL, PyTorch engine), and what comes of it, a plain
 * stack of dense layers that nothing but arithmetic is needed to run.
 */
package dev.earshot.trainer.network;
