/** The commands of the trainer: what they are told, and what they print. */
package dev.earshot.trainer.commands;
