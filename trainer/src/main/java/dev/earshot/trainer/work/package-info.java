/** Work on many items: on all processors, and told to whoever waits for it. */
package dev.earshot.trainer.work;
