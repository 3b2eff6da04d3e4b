/** What the trainer's tests share: a data set made on the spot. */
package dev.earshot.trainer.testing;
