/** From clips to the columns of the front-end, and how those are spread. */
package dev.earshot.trainer.features;
