package dev.earshot.processor.topology;

import dev.earshot.contracts.DeadLetters.Reason;
import dev.earshot.contracts.NodeId;
import dev.earshot.processor.node.Admission;
import dev.earshot.processor.node.Admission.Admitted;
import dev.earshot.processor.node.Admission.Rejected;
import dev.earshot.processor.node.ModelSchedule;
import dev.earshot.processor.node.NodeMetrics;
import dev.earshot.processor.node.ProfileAdmission;
import dev.earshot.processor.node.ProfileSchedule;
import dev.earshot.processor.partition.PartitionSettings;
import dev.earshot.v1.NodeProfile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps what operators say of the nodes of one partition, as {@link ProfileSchedule} has it: a null
 * value takes all of a node back, a profile that makes no sense, or for which there is no room, is
 * a dead letter and changes nothing.
 */
final class ProfileProcessor implements Processor<byte[], byte[], byte[], Object> {
  private final ProfileAdmission admission;
  private final NodeMetrics metrics;
  private Forwarder forwarder;
  private KeyValueStore<String, byte[]> profiles;

  ProfileProcessor(PartitionSettings settings) {
    admission =
        new ProfileAdmission(
            settings.models().get().at(ModelSchedule.ALWAYS).model().metadata().decision());
    metrics = settings.metrics();
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    forwarder = new Forwarder(context);
    profiles = context.getStateStore(EarshotTopology.NODE_PROFILES);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      take(record);
    } catch (RuntimeException failure) {
      if (FailedRecordHandler.isOfTheRecord(failure)) {
        metrics.deadLetter(Reason.PROCESSING_FAILED);
      }
      throw failure;
    }
  }

  private void take(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      takeBack(record);
      return;
    }
    Admission<NodeProfile> admitted = admission.admit(record.key(), record.value());
    if (admitted instanceof Admitted<NodeProfile> right) {
      keep(right.value(), record);
    } else if (admitted instanceof Rejected<NodeProfile> wrong) {
      reject(record, wrong.reason(), wrong.detail());
    }
  }

  private void keep(NodeProfile profile, Record<byte[], byte[]> record) {
    String nodeId = profile.getNodeId();
    Optional.ofNullable(profiles.get(nodeId))
        .map(ProfileSchedule::read)
        .orElse(ProfileSchedule.NONE)
        .with(profile, record.timestamp())
        .ifPresentOrElse(
            schedule -> profiles.put(nodeId, schedule.save()),
            () -> reject(record, Reason.WRONG_PROFILE, ProfileSchedule.NO_ROOM));
  }

  private void takeBack(Record<byte[], byte[]> record) {
    String nodeId = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    NodeId.fault(nodeId, record.key())
        .ifPresentOrElse(
            fault -> reject(record, Reason.WRONG_KEY, "no value, and of its key: " + fault),
            () -> profiles.delete(nodeId));
  }

  private void reject(Record<byte[], byte[]> record, Reason reason, String detail) {
    metrics.deadLetter(reason);
    forwarder.of(record).deadLetter(reason, detail);
  }
}
