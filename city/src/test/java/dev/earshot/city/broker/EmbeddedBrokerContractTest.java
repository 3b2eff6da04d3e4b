package dev.earshot.city.broker;

import java.util.Map;

/** The contract on the broker of the demo. */
class EmbeddedBrokerContractTest extends BrokerContract {
  private EmbeddedBroker broker;

  @Override
  Map<String, String> startBroker() {
    broker = EmbeddedBroker.temporary();
    broker.start();
    return broker.clientProperties();
  }

  @Override
  void stopBroker() {
    broker.close();
  }
}
