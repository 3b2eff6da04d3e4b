package dev.earshot.trainer.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class CacheOptionsTest {
  @Test
  void featuresAreKeptWhereTheSystemKeepsCaches() {
    assertThat(CacheOptions.usual(Map.of(), "/home/ada", "Linux"))
        .contains(Path.of("/home/ada/.cache/earshot/features"));
    assertThat(CacheOptions.usual(Map.of(), "/Users/ada", "Mac OS X"))
        .contains(Path.of("/Users/ada/Library/Caches/earshot/features"));
  }

  @Test
  void xdgCacheHomeWinsWhereItIsAbsolute() {
    assertThat(CacheOptions.usual(Map.of("XDG_CACHE_HOME", "/fast"), "/home/ada", "Linux"))
        .contains(Path.of("/fast/earshot/features"));
    assertThat(CacheOptions.usual(Map.of("XDG_CACHE_HOME", "fast"), "/home/ada", "Linux"))
        .contains(Path.of("/home/ada/.cache/earshot/features"));
  }

  @Test
  void aUserWithoutAHomeHasNone() {
    assertThat(CacheOptions.usual(Map.of(), "?", "Linux")).isEmpty();
  }
}
