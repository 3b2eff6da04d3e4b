/**
 * What helps when something does not work: {@code doctor} looks for faults, {@code support} packs
 * what others need to.
 */
package dev.earshot.city.doctor;
