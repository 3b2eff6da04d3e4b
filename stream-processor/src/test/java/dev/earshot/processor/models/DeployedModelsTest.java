package dev.earshot.processor.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acoustics.model.InvalidModelException;
import dev.earshot.acoustics.model.ModelFile;
import dev.earshot.acoustics.model.ShippedModel;
import dev.earshot.contracts.SingleObject;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.v1.ModelDeployment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What of the topic of models is used, and what is refused. */
class DeployedModelsTest {
  private static final Instant ANNOUNCED = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant FROM = ANNOUNCED.plusSeconds(30);

  private final ModelFile started = ShippedModel.load();
  private final ModelFile other = paper();
  private final DeployedModels models = new DeployedModels(started);

  private static ModelFile paper() {
    try (InputStream in = Files.newInputStream(Path.of("../models/earshot-paper-mlp.tflite"))) {
      return ModelFile.read(in);
    } catch (IOException | InvalidModelException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] deployment(Instant from, String id, byte[] file) {
    return SingleObject.of(ModelDeployment.class)
        .encode(
            ModelDeployment.newBuilder()
                .setModelId(id)
                .setFrom(from)
                .setFile(ByteBuffer.wrap(file))
                .build());
  }

  private byte[] right(Instant from) {
    return deployment(from, other.id(), other.bytes());
  }

  private void announce(Instant from) {
    models.announced(from.toString(), right(from), ANNOUNCED);
  }

  private void isRefused(String because) {
    assertThat(models.refused()).hasSize(1);
    assertThat(models.refused().get(0).why()).contains(because);
    assertThat(models.deployments()).isEmpty();
    assertThat(models.get().entries()).hasSize(1);
    assertThat(models.at(FROM.plusSeconds(1)).id()).isEqualTo(started.id());
  }

  @Test
  void untilItsTimeComesTheModelThatWasThereIsUsed() {
    announce(FROM);
    ModelSchedule schedule = models.get();
    assertThat(schedule.at(FROM.toEpochMilli() - 1).model().id()).isEqualTo(started.id());
    assertThat(schedule.at(FROM.toEpochMilli()).model().id()).isEqualTo(other.id());
    assertThat(models.at(FROM).id()).isEqualTo(other.id());
    assertThat(models.refused()).isEmpty();
  }

  @Test
  void whatIsTakenBackIsNotUsed() {
    announce(FROM);
    models.takenBack(FROM.toString());
    assertThat(models.get().at(FROM.toEpochMilli()).model().id()).isEqualTo(started.id());
  }

  @Test
  void severalWaitForTheirTimes() {
    announce(FROM.plusSeconds(60));
    Instant first = FROM;
    models.announced(first.toString(), deployment(first, started.id(), started.bytes()), ANNOUNCED);
    assertThat(models.deployments())
        .extracting(Deployment::from)
        .containsExactly(FROM, FROM.plusSeconds(60));
    assertThat(models.get().at(FROM.toEpochMilli()).model().id()).isEqualTo(started.id());
  }

  @Test
  void ofAModelThatIsDeployedTwiceOneDeploymentIsInForce() {
    announce(FROM);
    announce(FROM.plusSeconds(60));
    assertThat(models.deploymentAt(FROM.minusMillis(1))).isEmpty();
    assertThat(models.deploymentAt(FROM)).hasValue(models.deployments().get(0));
    assertThat(models.deploymentAt(FROM.plusSeconds(60))).hasValue(models.deployments().get(1));
  }

  @Test
  void oneAnnouncedTooLateIsRefused() {
    Instant from = ANNOUNCED.plusMillis(4_999);
    announce(from);
    isRefused("needs to be 5 s before");
  }

  @Test
  void oneThatIsNotTheFileItSaysIsRefused() {
    models.announced(FROM.toString(), deployment(FROM, started.id(), other.bytes()), ANNOUNCED);
    isRefused("it says it is " + started.id());
  }

  @Test
  void aDamagedOneIsRefused() {
    byte[] file = other.bytes();
    Arrays.fill(file, file.length / 4, file.length / 2, (byte) 0x7F);
    models.announced(FROM.toString(), deployment(FROM, other.id(), file), ANNOUNCED);
    assertThat(models.refused()).hasSize(1);
    assertThat(models.deployments()).isEmpty();
  }

  @Test
  void oneTooLargeForTheTopicIsRefused() {
    byte[] file = Arrays.copyOf(other.bytes(), DeploymentCheck.FILE_BYTES_MAX + 1);
    models.announced(FROM.toString(), deployment(FROM, other.id(), file), ANNOUNCED);
    isRefused("it has 900,001 bytes, at most 900,000 are deployed");
  }

  @Test
  void whatIsQuotedOfOneIsOneLine() {
    models.announced("\u001b[2J\n" + "x".repeat(10_000), right(FROM), ANNOUNCED);
    isRefused("its key is '");
    assertThat(models.refused().get(0).why())
        .hasSizeLessThanOrEqualTo(500)
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void oneWhoseSelfTestDoesNotComeOutIsRefused() throws Exception {
    String stated = "\"self_test\":[" + other.metadata().selfTest().get(0);
    String another = "\"self_test\":[" + (other.metadata().selfTest().get(0) ^ 8);
    announceChanged(stated, another);
    isRefused("its self-test sounds score");
  }

  @Test
  void oneThatStatesNoSelfTestIsRefused() throws Exception {
    announceChanged("\"self_test\":", "\"self_tess\":"); // what is not known is passed over
    isRefused("it states no self-test");
  }

  @Test
  void oneThatHearsAtAnotherRateIsRefused() throws Exception {
    announceChanged("\"sample_rate_hz\":16000", "\"sample_rate_hz\":16001");
    isRefused("it hears at 16001 Hz, the nodes send 16000");
  }

  /** The other model with something else in its metadata, of the same length. */
  private void announceChanged(String from, String to) throws Exception {
    assertThat(to).hasSameSizeAs(from);
    String file = new String(other.bytes(), StandardCharsets.ISO_8859_1);
    assertThat(file).contains(from);
    byte[] changed = file.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    models.announced(
        FROM.toString(), deployment(FROM, ModelFile.parse(changed).id(), changed), ANNOUNCED);
  }

  @Test
  void garbageIsRefused() {
    models.announced(FROM.toString(), new byte[] {1, 2, 3}, ANNOUNCED);
    isRefused("it is no deployment");
  }

  @Test
  void aKeyOfAnotherTimeIsRefused() {
    models.announced("tomorrow", right(FROM), ANNOUNCED);
    isRefused("its key is 'tomorrow'");
  }

  @Test
  void aBadOneForTheSameTimeTakesTheGoodOnesPlaceAndIsNotUsed() {
    announce(FROM);
    models.announced(FROM.toString(), new byte[] {1, 2, 3}, ANNOUNCED);
    isRefused("it is no deployment");
  }

  @Test
  void ofWhatIsRefusedTheLastAreKept() {
    for (int i = 0; i < 100; i++) {
      models.announced("key-" + i, new byte[0], ANNOUNCED);
    }
    assertThat(models.refused()).hasSize(16);
    assertThat(models.refused().get(15).key()).isEqualTo("key-99");
  }
}
