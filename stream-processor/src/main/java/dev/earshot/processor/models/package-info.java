/**
 * Models that are swapped without a stop: announced on a topic, looked at by every instance, used
 * from a stated point in event time on.
 */
package dev.earshot.processor.models;
