/**
 * What the city's processor found of what was really played: the alarms of topic {@code
 * earshot.anomalies} held against the events of topic {@code earshot.ground-truth}.
 */
package dev.earshot.city.report;
