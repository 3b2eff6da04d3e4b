package dev.earshot.city.doctor;

import dev.earshot.console.Failure;
import dev.earshot.console.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Texts for whoever is asked for help, in one archive; no secret gets into it. For one thread. */
final class Bundle {
  private final Secrets secrets;
  private final Map<String, String> texts = new TreeMap<>();

  /**
   * @param secrets what may not get in
   */
  Bundle(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Adds a text, without what is secret in it. */
  void add(String name, String text) {
    texts.put(name, secrets.without(text));
  }

  /** Adds settings, a line each, without the values of secret ones. */
  void add(String name, Map<String, String> settings) {
    StringBuilder lines = new StringBuilder();
    secrets
        .without(settings)
        .forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    texts.put(name, lines.toString());
  }

  /**
   * Writes the archive.
   *
   * @throws Failure where it is there already, or cannot be written
   */
  void write(Path file) {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        zip.putNextEntry(new ZipEntry(text.getKey()));
        zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (FileAlreadyExistsException e) {
      throw Failure.because(file + " is there already; give another --out", e);
    } catch (IOException e) {
      throw Failure.because("cannot write " + file + " (" + e + "); give another --out", e);
    }
  }
}
