/**
 * Micro-benchmarks: {@code mvn -q package -DskipTests -pl benchmarks -am && java -cp
 * 'benchmarks/target/earshot-benchmarks-0.1.0.jar:benchmarks/target/lib/*' org.openjdk.jmh.Main
 * -prof gc}.
 */
package dev.earshot.benchmarks;
