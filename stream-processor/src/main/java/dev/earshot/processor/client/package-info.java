/** Commands that ask a processor that runs, by REST. */
package dev.earshot.processor.client;
