/** Who may see what: folds to learn from, folds to choose by, folds to be measured on. */
package dev.earshot.trainer.folds;
