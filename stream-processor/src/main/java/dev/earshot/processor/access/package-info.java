/**
 * Who may do what over HTTP: roles, the rules, and the users of a file. The rules know nothing of
 * the web server; {@link dev.earshot.processor.access.HttpGuard} carries requests to them.
 */
package dev.earshot.processor.access;
