/** Health, REST and the page: read-only, and free of decisions. */
package dev.earshot.processor.http;
