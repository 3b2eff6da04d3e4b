package dev.earshot.trainer.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.earshot.acoustics.frontend.FrontEndConfig;
import dev.earshot.acoustics.frontend.MfccStream;
import dev.earshot.recordings.UnreadableAudioException;
import dev.earshot.recordings.WavFile;
import dev.earshot.recordings.testing.WavBytes;
import dev.earshot.trainer.testing.TinyDataset;
import dev.earshot.trainer.work.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FeatureDirectoryTest {
  private static final FrontEndConfig FRONT_END = FrontEndConfig.PAPER;
  private static final FeatureRecipe RECIPE = new FeatureRecipe(FRONT_END, 32);

  /** By then, files that were written just now have settled. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

  @TempDir private Path own;
  private Path cache;
  private Path wav;
  private final List<String> warnings = new ArrayList<>();
  private Clock clock = Clock.systemUTC();
  private int computed;

  @BeforeEach
  void makeASound() throws IOException {
    cache = own.resolve("a/cache");
    wav = sound("a.wav", 1);
  }

  @Test
  void whatIsKeptIsBitForBitWhatIsComputed() throws Exception {
    Path shot = Files.write(own.resolve("shot.wav"), WavBytes.pcm16(16_000, new float[4_000]));
    for (Path file : List.of(wav, shot)) {
      Columns computedOnce = FeatureStore.NONE.columns(file, RECIPE, this::compute);
      columns(file, RECIPE);
      int before = computed;

      Columns kept = columns(file, RECIPE);

      assertThat(computed).isEqualTo(before);
      assertThat(kept.values()).isEqualTo(computedOnce.values());
      assertThat(kept.coefficients()).isEqualTo(computedOnce.coefficients());
      assertThat(kept.repeated()).isEqualTo(computedOnce.repeated());
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void theContentCountsNotTheName() throws Exception {
    columns(wav, RECIPE);

    columns(Files.copy(wav, own.resolve("copy.wav")), RECIPE);
    columns(Files.move(wav, own.resolve("moved.wav")), RECIPE);

    assertThat(computed).isOne();
  }

  @Test
  void aFileThatChangedIsComputedAgainEvenIfItsTimeAndSizeAreThoseOfBefore() throws Exception {
    clock = LATER;
    FileTime time = Files.getLastModifiedTime(wav);
    Columns before = columns(wav, RECIPE);
    columns(wav, RECIPE);
    assertThat(computed).isOne();

    Path other = sound("b.wav", 2);
    Files.setLastModifiedTime(other, time);
    Files.delete(wav);
    Files.move(other, wav);

    assertThat(columns(wav, RECIPE).values()).isNotEqualTo(before.values());
    assertThat(computed).isEqualTo(2);
  }

  /** Shown by a lie: the sum that is remembered for it is another file's. */
  @Test
  void aFileIsNotReadAgainWhileItIsAsItWas() throws Exception {
    clock = LATER;
    Columns mine = columns(wav, RECIPE);
    Path other = sound("b.wav", 2);
    Columns others = columns(other, RECIPE);
    Path index = cache.resolve("files.txt");
    String lines = Files.readString(index);
    Files.writeString(index, lines.replace(sum(wav), sum(other)));

    assertThat(columns(wav, RECIPE).values()).isEqualTo(others.values());

    Files.writeString(index, lines);
    assertThat(columns(wav, RECIPE).values()).isEqualTo(mine.values());
  }

  @Test
  void aFileThatMayStillBeBeingWrittenIsNotRemembered() throws Exception {
    Files.setLastModifiedTime(wav, FileTime.from(clock.instant().plusSeconds(60)));
    columns(wav, RECIPE);

    assertThat(cache.resolve("files.txt")).doesNotExist();
  }

  /** As cp -p and tar leave it: unpacked just now, with the time it was recorded. */
  @Test
  void aFileThatOnlyLooksOldIsNotRemembered() throws Exception {
    assumeTrue(wav.getFileSystem().supportedFileAttributeViews().contains("unix"));
    used(wav, 1);
    columns(wav, RECIPE);
    assertThat(cache.resolve("files.txt")).doesNotExist();

    clock = LATER;
    columns(wav, RECIPE);
    assertThat(cache.resolve("files.txt")).content().contains(sum(wav));
  }

  @Test
  void anotherFrontEndOrWindowIsAnotherEntry() throws Exception {
    columns(wav, RECIPE);

    assertThat(columns(wav, new FeatureRecipe(FRONT_END, 64)).count()).isEqualTo(64);
    FrontEndConfig finer = new FrontEndConfig(16_000, 640, 160, 40, 0, 8_000, 13, 1e-10);
    assertThat(columns(wav, new FeatureRecipe(finer, 32)).count()).isEqualTo(97);
    assertThat(computed).isEqualTo(3);
  }

  @Test
  void aDamagedEntryIsReplaced() throws Exception {
    Columns whole = columns(wav, RECIPE);
    byte[] entry = Files.readAllBytes(entry());
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = entry.clone();
      damaged[random.nextInt(entry.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(entry(), damaged);
      int before = computed;

      assertThat(columns(wav, RECIPE).values()).isEqualTo(whole.values());
      assertThat(computed).isEqualTo(before + 1);
      assertThat(entry()).hasBinaryContent(entry);
    }
  }

  @Test
  void anEntryCutShortOrOfAnotherSoundIsReplaced() throws Exception {
    Columns whole = columns(wav, RECIPE);
    Path name = entry();
    byte[] entry = Files.readAllBytes(name);
    for (int length : new int[] {0, 1, 36, 41, entry.length - 1}) {
      Files.write(name, Arrays.copyOf(entry, length));
      assertThat(columns(wav, RECIPE).values()).isEqualTo(whole.values());
      assertThat(name).hasBinaryContent(entry);
    }
    columns(sound("b.wav", 2), RECIPE);
    Path other = entries().stream().filter(path -> !path.equals(name)).findFirst().orElseThrow();
    Files.copy(other, name, StandardCopyOption.REPLACE_EXISTING);

    assertThat(columns(wav, RECIPE).values()).isEqualTo(whole.values());
    assertThat(name).hasBinaryContent(entry);
  }

  @Test
  void aSoundThatCannotBeReadIsNotKept() throws Exception {
    Files.write(wav, new byte[] {1, 2, 3});

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> columns(wav, RECIPE)).isInstanceOf(UnreadableAudioException.class);
    }
    assertThat(computed).isEqualTo(2);
    assertThat(entries()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeCostsOneWarning() throws Exception {
    Files.createDirectories(cache.getParent());
    Files.createFile(cache);

    Columns columns = columns(wav, RECIPE);

    assertThat(columns.values()).isEqualTo(compute(Files.readAllBytes(wav)).values());
    assertThat(warnings)
        .containsExactly(
            "warning: features can't be kept in "
                + cache
                + ": a file is in the way; they are computed each time");
  }

  @Test
  void aFullDiskCostsOneWarningAndLeavesNothingHalf() throws Exception {
    Configuration small =
        Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(4_096).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      cache = disk.getPath("/cache");
      try (FeatureStore store = open(Long.MAX_VALUE)) {
        for (int i = 0; i < 5; i++) {
          store.columns(sound(i + ".wav", i), RECIPE, this::compute);
        }
      }
      assertThat(computed).isEqualTo(5);
      assertThat(warnings).singleElement().asString().contains("out of disk space");
      try (Stream<Path> left = Files.list(cache)) {
        assertThat(left).hasSize(1).allMatch(path -> path.toString().endsWith(".features"));
      }
    }
  }

  /** Larger than an array can be: whoever reads it fails. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void filesThatAreTooLargeToBeOursAreReplacedUnread() throws Exception {
    clock = LATER;
    Columns whole = columns(wav, RECIPE);
    Path entry = entry();
    byte[] content = Files.readAllBytes(entry);
    Path index = cache.resolve("files.txt");
    for (Path file : List.of(entry, index)) {
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(3L << 30);
      }
    }

    assertThat(columns(wav, RECIPE).values()).isEqualTo(whole.values());
    assertThat(entry).hasBinaryContent(content);
    assertThat(index).content().contains(sum(wav));
  }

  @Test
  void severalProcessesOfSeveralThreadsShareAFolder() throws Exception {
    clock = LATER;
    List<Path> sounds = new ArrayList<>();
    List<Columns> expected = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sounds.add(sound(i + ".wav", i));
      expected.add(compute(Files.readAllBytes(sounds.get(i))));
    }
    List<Callable<Columns>> work = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (FeatureStore one = open(Long.MAX_VALUE);
        FeatureStore other = open(Long.MAX_VALUE)) {
      for (Path file : sounds) {
        for (FeatureStore store : List.of(one, other, one, other)) {
          work.add(() -> store.columns(file, RECIPE, FeatureDirectoryTest::columnsOf));
        }
      }
      List<Future<Columns>> results = threads.invokeAll(work);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get().values()).isEqualTo(expected.get(i / 4).values());
      }
    } finally {
      threads.shutdown();
    }

    assertThat(warnings).isEmpty();
    assertThat(entries()).hasSize(sounds.size());
    assertThat(cache.toFile().list()).hasSize(sounds.size() + 1).contains("files.txt");
    for (Path file : sounds) {
      assertThat(cache.resolve("files.txt")).content().contains(sum(file));
    }
  }

  @Test
  void aFolderThatIsALinkIsTrimmedToo() throws Exception {
    columns(wav, RECIPE);
    Path oldest = entry();
    used(oldest, 40);
    Path real = Files.move(cache, own.resolve("elsewhere"));
    Files.createSymbolicLink(cache, real);

    try (FeatureStore store = open(Files.size(real.resolve(oldest.getFileName())))) {
      store.columns(sound("b.wav", 2), RECIPE, this::compute);
    }

    assertThat(entries()).hasSize(1).doesNotContain(oldest);
  }

  @Test
  void theLeastRecentlyUsedLeaveFirstAndNothingOfAnybodyElse() throws Exception {
    columns(wav, RECIPE);
    Path oldest = entry();
    long bytes = Files.size(oldest);
    used(oldest, 40);
    columns(sound("b.wav", 2), RECIPE);
    Path older = entries().stream().filter(path -> !path.equals(oldest)).findFirst().orElseThrow();
    used(older, 30);
    Path foreign = Files.write(cache.resolve("thesis.txt"), new byte[100_000]);
    Path abandoned = Files.createFile(cache.resolve("earshot-123.tmp"));
    used(abandoned, 2);
    Path underWay = Files.createFile(cache.resolve("earshot-124.tmp"));
    columns(wav, RECIPE);

    try (FeatureStore store = open(2 * bytes)) {
      store.columns(sound("c.wav", 3), RECIPE, this::compute);
    }

    assertThat(entries()).hasSize(2).contains(oldest).doesNotContain(older);
    assertThat(foreign).exists();
    assertThat(underWay).exists();
    assertThat(abandoned).doesNotExist();
  }

  private static void used(Path file, int daysAgo) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(daysAgo))));
  }

  private static String sum(Path file) throws IOException {
    return Sha256.of(Files.readAllBytes(file)).hex();
  }

  private Columns columns(Path file, FeatureRecipe recipe) throws UnreadableAudioException {
    try (FeatureStore store = open(Long.MAX_VALUE)) {
      return store.columns(
          file,
          recipe,
          content -> {
            computed++;
            return recipe.columns(
                new MfccStream(recipe.frontEnd()), WavFile.read(content, "it").mono());
          });
    }
  }

  private Columns compute(byte[] file) throws UnreadableAudioException {
    computed++;
    return columnsOf(file);
  }

  private static Columns columnsOf(byte[] file) throws UnreadableAudioException {
    return RECIPE.columns(new MfccStream(FRONT_END), WavFile.read(file, "it").mono());
  }

  private FeatureStore open(long bytesMax) {
    return FeatureDirectory.in(cache, bytesMax, warnings::add, clock);
  }

  private Path sound(String name, long seed) throws IOException {
    float[] samples = TinyDataset.sound(new SplittableRandom(seed), true, 1);
    return Files.write(own.resolve(name), WavBytes.pcm16(TinyDataset.SAMPLE_RATE_HZ, samples));
  }

  private Path entry() throws IOException {
    assertThat(entries()).hasSize(1);
    return entries().get(0);
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.toString().endsWith(".features")).sorted().toList();
    }
  }
}
