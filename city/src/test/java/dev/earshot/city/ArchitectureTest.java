package dev.earshot.city;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** The arrows between the modules, as {@code docs/architecture.md} draws them. */
@AnalyzeClasses(packages = "dev.earshot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CONSOLE = "dev.earshot.console..";
  private static final String CONTRACTS = "dev.earshot.contracts..";
  private static final String CONTRACT_TYPES = "dev.earshot.v1..";
  private static final String ACOUSTICS = "dev.earshot.acoustics..";
  private static final String RECORDINGS = "dev.earshot.recordings..";
  private static final String TRAINER = "dev.earshot.trainer..";
  private static final String SIMULATOR = "dev.earshot.sim..";
  private static final String PROCESSOR = "dev.earshot.processor..";
  private static final String CITY = "dev.earshot.city..";

  @ArchTest
  static final ArchRule contractsKnowNobody =
      noClasses()
          .that()
          .resideInAnyPackage(CONTRACTS, CONTRACT_TYPES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CONSOLE, ACOUSTICS, RECORDINGS, TRAINER, SIMULATOR, PROCESSOR, CITY);

  @ArchTest
  static final ArchRule acousticsKnowNobody =
      noClasses()
          .that()
          .resideInAPackage(ACOUSTICS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              CONSOLE, CONTRACTS, CONTRACT_TYPES, RECORDINGS, TRAINER, SIMULATOR, PROCESSOR, CITY);

  @ArchTest
  static final ArchRule recordingsKnowAcousticsAtMost =
      noClasses()
          .that()
          .resideInAPackage(RECORDINGS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              CONSOLE, CONTRACTS, CONTRACT_TYPES, TRAINER, SIMULATOR, PROCESSOR, CITY);

  @ArchTest
  static final ArchRule theSimulatorKnowsNeitherTrainerNorProcessor =
      noClasses()
          .that()
          .resideInAPackage(SIMULATOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TRAINER, PROCESSOR, CITY);

  @ArchTest
  static final ArchRule theProcessorKnowsNeitherTrainerNorSimulator =
      noClasses()
          .that()
          .resideInAPackage(PROCESSOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TRAINER, SIMULATOR, RECORDINGS, CITY);

  /**
   * What turns sound into a decision depends on the sound alone: no I/O, no clock, no framework.
   */
  @ArchTest
  static final ArchRule acousticsArePure =
      noClasses()
          .that()
          .resideInAPackage(ACOUSTICS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "io.quarkus..", "jakarta..", "java.nio.file..", "java.net..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule theDecisionIsMadeOutsideKafkaStreams =
      noClasses()
          .that()
          .resideInAnyPackage("dev.earshot.processor.node..", "dev.earshot.processor.partition..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.streams..", "io.quarkus..", "jakarta..");

  /** A machine's clock may jump as it likes: what comes of a record does not depend on it. */
  @ArchTest
  static final ArchRule whatComesOfARecordKnowsNoClock =
      noClasses()
          .that()
          .resideInAnyPackage("dev.earshot.processor.node..", "dev.earshot.processor.partition..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now");

  /** Nor does what carries it there and back, but for how long that took, which is a metric. */
  @ArchTest
  static final ArchRule whatCarriesRecordsKnowsNoTimeOfDay =
      noClasses()
          .that()
          .resideInAPackage("dev.earshot.processor.topology..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethodWhere(
              target(nameMatching("schedule|currentSystemTimeMs|currentStreamTimeMs"))
                  .and(target(owner(assignableTo(ProcessingContext.class)))));

  /** A rule about a package that is not there holds, and says nothing. */
  @ArchTest
  static void everyModuleOfTheProcessorIsLookedAt(JavaClasses classes) {
    for (String module :
        new String[] {CONSOLE, CONTRACTS, ACOUSTICS, RECORDINGS, SIMULATOR, PROCESSOR, CITY}) {
      String prefix = module.substring(0, module.length() - 1);
      assertThat(classes.stream().map(type -> type.getName() + "."))
          .as(module)
          .anyMatch(name -> name.startsWith(prefix));
    }
  }
}
