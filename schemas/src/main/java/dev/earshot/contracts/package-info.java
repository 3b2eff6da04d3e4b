/**
 * The contracts of Earshot: what crosses a process boundary, how it is written, and where it goes.
 *
 * <p>The records themselves are generated from {@code src/main/avro} into {@code dev.earshot.v1}.
 * This package says how they become bytes ({@link dev.earshot.contracts.SingleObject}, {@link
 * dev.earshot.contracts.AvroSerde}), which versions of them are out in the world ({@link
 * dev.earshot.contracts.ReleasedSchemas}), which topics carry them ({@link
 * dev.earshot.contracts.Topics}) and what a record that could not be used looks like ({@link
 * dev.earshot.contracts.DeadLetters}). Start reading at {@code Topics}.
 */
package dev.earshot.contracts;
