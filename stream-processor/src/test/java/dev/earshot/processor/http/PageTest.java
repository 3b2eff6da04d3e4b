package dev.earshot.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page's own files may not do, so that text from the cluster stays text. */
class PageTest {
  /** All ways by which a string becomes markup or a program. */
  private static final Pattern SINK =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment"
              + "|DOMParser|setHTML|srcdoc|javascript:|\\beval\\b|new Function|import\\("
              + "|set(Timeout|Interval)\\(\\s*['\"`]|\\.(href|src|action)\\s*=|\\bon\\w+\\s*=\\s*['\"]");

  /**
   * The policy lets nothing inline run: it would not work, and who made it work would open a door.
   */
  private static final Pattern INLINE =
      Pattern.compile(
          "<script(?![^>]*\\ssrc=)|\\sstyle=|<style|\\son[a-z]+=|https?://(?!www\\.w3)");

  private static List<Path> files(String glob) throws IOException, URISyntaxException {
    Path root = Path.of(PageTest.class.getResource("/META-INF/resources/index.html").toURI());
    try (Stream<Path> files = Files.walk(root.getParent())) {
      return files.filter(file -> file.toString().endsWith(glob)).toList();
    }
  }

  @Test
  void noScriptMakesMarkupOfAString() throws Exception {
    List<Path> scripts = files(".js");
    assertThat(scripts).hasSizeGreaterThanOrEqualTo(5);
    for (Path script : scripts) {
      assertThat(SINK.matcher(Files.readString(script)).results().map(r -> r.group()))
          .as(script.toString())
          .isEmpty();
    }
  }

  @Test
  void whatThePageAsksForIsThere() throws Exception {
    Pattern asked = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
    for (Path page : files(".html")) {
      asked
          .matcher(Files.readString(page))
          .results()
          .map(found -> found.group(1))
          .filter(path -> !path.startsWith("/api/"))
          .forEach(
              path ->
                  assertThat(PageTest.class.getResource("/META-INF/resources" + path))
                      .as(path)
                      .isNotNull());
    }
  }

  @Test
  void thePageHasNothingInlineAndNothingFromElsewhere() throws Exception {
    List<Path> pages = files(".html");
    assertThat(pages).isNotEmpty();
    for (Path page : pages) {
      assertThat(INLINE.matcher(Files.readString(page)).results().map(r -> r.group()))
          .as(page.toString())
          .isEmpty();
    }
  }
}
