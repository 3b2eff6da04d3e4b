package dev.earshot.city.demo;

import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.city.report.CityReport;
import dev.earshot.recordings.SoundLibrary;
import dev.earshot.sim.SimulationConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run of the demo is to do; everything in it has been checked.
 *
 * @param modelFile where {@code model} was read from; empty for the one that ships
 * @param report where the report is written; empty: nowhere
 * @param headless nothing but the report
 * @param verbose say where the log is, and keep it
 */
record DemoPlan(
    SimulationConfig simulation,
    SoundLibrary library,
    CityReport.City city,
    ModelFile model,
    Optional<Path> modelFile,
    int port,
    Optional<Path> report,
    boolean headless,
    boolean verbose) {}
