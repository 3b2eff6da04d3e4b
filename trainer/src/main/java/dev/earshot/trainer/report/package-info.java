/** What came of it all, for people and for programs: JSON, a page with plots, a model card. */
package dev.earshot.trainer.report;
