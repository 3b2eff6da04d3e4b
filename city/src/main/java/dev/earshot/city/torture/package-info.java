/**
 * {@code earshot torture}: a cluster of brokers and two processors as processes that are killed,
 * stopped and starved while a hostile city plays, and an oracle that knows what has to come out.
 *
 * <pre>
 *  HostileCity -> FrameFeed -> brokers (3) <-> processors (2)   <- FaultSchedule
 *                                 |
 *                 Oracle <--------'-------> Verdict
 * </pre>
 */
package dev.earshot.city.torture;
