package dev.earshot.trainer.report;

import dev.earshot.trainer.evaluation.BinaryMetrics;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.awt.AWTError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A page of text, tables and plots for people, all of it in one file: nothing is loaded from
 * elsewhere. Content is text, never markup. Not thread-safe.
 */
final class Page {
  private static final String TEMPLATE = "page.html";

  private final String title;
  private final List<Block> blocks = new ArrayList<>();

  /** What a page is made of, from top to bottom. */
  sealed interface Block {
    /** Which part of the template shows it. */
    String kind();
  }

  /**
   * Words.
   *
   * @param kind {@code heading}, {@code text}, {@code note} or {@code command}
   */
  record Words(String kind, String text) implements Block {}

  /** Rows of cells; the first cell of a row names it. */
  record Table(List<String> head, List<List<String>> rows) implements Block {
    @Override
    public String kind() {
      return "table";
    }
  }

  /** Plots side by side where there is room. */
  record Plots(List<Plot> plots) implements Block {
    @Override
    public String kind() {
      return "plots";
    }
  }

  /**
   * A picture.
   *
   * @param what is to be seen, for those who can't see it
   * @param dataUri the PNG image itself
   */
  record Plot(String what, String dataUri) {}

  Page(String title) {
    this.title = title;
  }

  /** What stands in the head and on top. */
  public String title() {
    return title;
  }

  /** All that was added. */
  public List<Block> blocks() {
    return blocks;
  }

  Page heading(String text) {
    return add(new Words("heading", text));
  }

  Page text(String format, Object... values) {
    return add(new Words("text", String.format(Locale.ROOT, format, values)));
  }

  Page note(String format, Object... values) {
    return add(new Words("note", String.format(Locale.ROOT, format, values)));
  }

  Page command(String text) {
    return add(new Words("command", text));
  }

  Page table(List<String> head, List<List<String>> rows) {
    return add(new Table(head, rows));
  }

  /** What was called what. */
  Page confusion(String what, BinaryMetrics figures) {
    return table(
        row(what, "called normal", "called anomalous"),
        List.of(
            row("normal", figures.trueNegatives(), figures.falsePositives()),
            row("anomalous", figures.falseNegatives(), figures.truePositives())));
  }

  Page plots(List<Plot> plots) {
    return add(new Plots(plots));
  }

  /**
   * Plots, or where they can't be drawn, for which a bare machine may lack the fonts, words that
   * say so: hours of training are worth more than the plots of it.
   *
   * @param warning is told where they can't
   */
  Page drawn(Supplier<List<Plot>> plots, Consumer<String> warning) {
    try {
      return plots(plots.get());
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      warning.accept("warning: the report is without plots, which can't be drawn here: " + e);
      return note("The plots could not be drawn: %s", e);
    }
  }

  private Page add(Block block) {
    blocks.add(block);
    return this;
  }

  /** A row of a table: anything, in its own words. */
  static List<String> row(Object... cells) {
    return Arrays.stream(cells).map(String::valueOf).toList();
  }

  /** The page as HTML, ending with a line feed. */
  String html() {
    List<String> html = List.of(Variant.TEXT_HTML);
    Engine engine =
        Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addResultMapper(new HtmlEscaper(html))
            .build();
    Template template = engine.parse(template(), Variant.forContentType(Variant.TEXT_HTML));
    return template.data("page", this).render();
  }

  private static String template() {
    try (InputStream in = Page.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
