/** The whole way from a data set to a model file, in a row, and what is measured on the way. */
package dev.earshot.trainer.pipeline;
