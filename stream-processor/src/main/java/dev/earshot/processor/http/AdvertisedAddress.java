package dev.earshot.processor.http;

import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Where other instances of the application reach this one.
 *
 * @param host and port; empty where it gives none
 */
record AdvertisedAddress(Optional<HostInfo> host) {
  String text() {
    return host.map(one -> one.host() + ":" + one.port()).orElse("this instance");
  }
}
