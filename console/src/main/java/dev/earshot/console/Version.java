package dev.earshot.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: Earshot's version, which the build wrote beside this class. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "version.properties";

  @Override
  public String[] getVersion() {
    Properties written = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      written.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String[] {"earshot " + written.getProperty("version")};
  }
}
