package dev.earshot.trainer.report;

import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Evaluation;
import dev.earshot.trainer.evaluation.Judged;
import dev.earshot.trainer.evaluation.Judged.OperatingPoint;
import dev.earshot.trainer.evaluation.OperatingGoal;
import dev.earshot.trainer.evaluation.Reliability;
import dev.earshot.trainer.evaluation.Reliability.Bin;
import dev.earshot.trainer.network.Epoch;
import dev.earshot.trainer.pipeline.CrossValidation;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.FoldResult;
import dev.earshot.trainer.pipeline.SparsityCurve;
import dev.earshot.trainer.pipeline.SparsityCurve.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The plots of reports, each a figure of a page with a PNG image inside, sharp on dense screens
 * too.
 */
final class Plots {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 380;

  /** Pixels of the image to a unit of the two above, each way. */
  private static final int PIXELS = 2;

  private static final int HISTOGRAM_BINS = 20;
  private static final int COST_STEPS = 200;

  /** Within 0 and 1, and no share of whole numbers. */
  private static final double UNEVEN = 1 / Math.PI;

  private static final Color NORMAL = new Color(0x33, 0x66, 0x99);
  private static final Color ANOMALOUS = new Color(0xC4, 0x4E, 0x2B);

  /** Colours that differ in brightness too, for those who see few hues. */
  private static final List<Color> COLORS =
      List.of(
          NORMAL,
          ANOMALOUS,
          new Color(0x2E, 0x8B, 0x57),
          new Color(0xE0, 0xA0, 0x30),
          new Color(0x7A, 0x4F, 0x9A),
          new Color(0x55, 0x55, 0x55));

  static {
    // nothing is shown, and the machine may have no display
    System.setProperty("java.awt.headless", "true");
  }

  private Plots() {}

  /**
   * Points of a plot that belong together.
   *
   * @param x as many as {@code y}, at least one
   */
  record Series(String name, double[] x, double[] y) {}

  /** All plots of an experiment. */
  static List<Page.Plot> of(Experiment experiment) {
    Evaluation test = experiment.test();
    double threshold = test.figures().threshold();
    return List.of(
        roc(test.clips(), threshold),
        precisionRecall(test.clips(), threshold),
        costCurve(test.clips(), threshold, experiment.recipe().goal().costs()),
        reliability(test),
        histogram(test.clips()),
        losses(experiment.built().trained().history()));
  }

  /** Accuracy and ROC AUC of each fold of a cross-validation. */
  static Page.Plot byFold(CrossValidation all) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Accuracy and ROC AUC by fold")
            .xAxisTitle("fold kept for measuring")
            .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    List<Integer> folds = all.folds().stream().map(FoldResult::fold).toList();
    chart.addSeries("accuracy", folds, byFold(all, BinaryMetrics::accuracy)).setFillColor(NORMAL);
    chart.addSeries("ROC AUC", folds, byFold(all, BinaryMetrics::rocAuc)).setFillColor(ANOMALOUS);
    return figure(chart);
  }

  private static List<Double> byFold(CrossValidation all, ToDoubleFunction<BinaryMetrics> figure) {
    return all.folds().stream()
        .map(fold -> figure.applyAsDouble(fold.figures()))
        .map(value -> Double.isNaN(value) ? 0 : value)
        .toList();
  }

  /** What a pruned file saves, and what that costs. */
  static Page.Plot sizeAgainstRocAuc(SparsityCurve curve) {
    return lines(
        "Size against ROC AUC",
        "bytes of the file, deflated",
        "ROC AUC, test clips",
        List.of(
            new Series(
                "sparsity " + curve.points().get(curve.points().size() - 1).sparsity() + " to 0",
                values(curve.points(), Point::compressedBytes),
                values(curve.points(), Point::rocAuc))));
  }

  /** Training and validation loss by epoch. */
  static Page.Plot losses(List<Epoch> history) {
    double[] epochs = values(history, Epoch::number);
    return lines(
        "Loss by epoch",
        "epoch",
        "cross-entropy",
        List.of(
            new Series("training", epochs, values(history, Epoch::trainingLoss)),
            new Series("validation", epochs, values(history, Epoch::validationLoss))));
  }

  /** The ROC curve and the point of the chosen threshold. */
  static Page.Plot roc(Judged judged, double threshold) {
    XYChart chart = xyChart("ROC curve", "false positive rate", "recall");
    unitAxes(chart);
    List<OperatingPoint> points = judged.operatingPoints();
    addLine(
        chart,
        "scores",
        values(points, OperatingPoint::falsePositiveRate),
        values(points, OperatingPoint::recall),
        ANOMALOUS);
    OperatingPoint chosen = judged.at(threshold);
    addChosen(chart, chosen.falsePositiveRate(), chosen.recall());
    return figure(chart);
  }

  /** Precision by recall and the point of the chosen threshold. */
  static Page.Plot precisionRecall(Judged judged, double threshold) {
    XYChart chart = xyChart("Precision-recall curve", "recall", "precision");
    unitAxes(chart);
    List<OperatingPoint> points = judged.operatingPoints();
    addLine(
        chart,
        "scores",
        values(points, OperatingPoint::recall),
        values(points, OperatingPoint::precision),
        ANOMALOUS);
    OperatingPoint chosen = judged.at(threshold);
    addChosen(chart, chosen.recall(), chosen.precision());
    return figure(chart);
  }

  /** What mistakes cost by threshold, and at the chosen one. */
  static Page.Plot costCurve(Judged judged, double threshold, OperatingGoal.Cost costs) {
    XYChart chart = xyChart("Cost curve: " + costs.inWords(), "threshold", "expected cost a clip");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0);
    double[] thresholds =
        IntStream.rangeClosed(0, COST_STEPS).mapToDouble(i -> (double) i / COST_STEPS).toArray();
    double[] cost = Arrays.stream(thresholds).map(at -> costs.of(judged.at(at))).toArray();
    addLine(chart, "cost", thresholds, cost, ANOMALOUS);
    addChosen(chart, threshold, costs.of(judged.at(threshold)));
    return figure(chart);
  }

  /** What share of the clips and windows of a score is anomalous, by score. */
  static Page.Plot reliability(Evaluation evaluation) {
    XYChart chart =
        xyChart(
            String.format(
                Locale.ROOT,
                "Reliability diagram (ECE: clips %.3f, windows %.3f)",
                evaluation.reliability().expectedCalibrationError(),
                evaluation.windowReliability().expectedCalibrationError()),
            "mean score",
            "share anomalous");
    unitAxes(chart);
    double[] ends = {0, 1};
    addLine(chart, "a score that is the share", ends, ends, Color.LIGHT_GRAY);
    addBins(chart, "clips", evaluation.reliability(), ANOMALOUS);
    addBins(chart, "windows", evaluation.windowReliability(), NORMAL);
    return figure(chart);
  }

  private static void addBins(XYChart chart, String name, Reliability reliability, Color color) {
    List<Bin> bins = reliability.bins().stream().filter(bin -> bin.n() > 0).toList();
    addLine(chart, name, values(bins, Bin::meanScore), values(bins, Bin::anomalousShare), color)
        .setMarker(SeriesMarkers.CIRCLE)
        .setMarkerColor(color);
  }

  /** How the scores of both classes are spread. */
  static Page.Plot histogram(Judged judged) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Histogram of scores by class")
            .xAxisTitle("score")
            .yAxisTitle("clips")
            .build();
    style(chart.getStyler());
    chart.getStyler().setOverlapped(true).setAvailableSpaceFill(0.95);
    chart.getStyler().setXAxisMaxLabelCount(11);
    double[] bins =
        IntStream.range(0, HISTOGRAM_BINS).mapToDouble(i -> (double) i / HISTOGRAM_BINS).toArray();
    chart.addSeries("normal", bins, counts(judged, false)).setFillColor(translucent(NORMAL));
    chart.addSeries("anomalous", bins, counts(judged, true)).setFillColor(translucent(ANOMALOUS));
    return figure(chart);
  }

  private static double[] counts(Judged judged, boolean anomalous) {
    double[] counts = new double[HISTOGRAM_BINS];
    for (int i = 0; i < judged.size(); i++) {
      if (judged.anomalous()[i] == anomalous) {
        int bin = (int) (judged.scores()[i] * HISTOGRAM_BINS);
        counts[Math.max(0, Math.min(HISTOGRAM_BINS - 1, bin))]++;
      }
    }
    return counts;
  }

  /** Lines through points, one a series. */
  static Page.Plot lines(String title, String xTitle, String yTitle, List<Series> series) {
    return figure(chart(title, xTitle, yTitle, series));
  }

  private static XYChart chart(String title, String xTitle, String yTitle, List<Series> series) {
    XYChart chart = xyChart(title, xTitle, yTitle);
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      Color color = COLORS.get(i % COLORS.size());
      addLine(chart, one.name(), one.x(), one.y(), color);
    }
    return chart;
  }

  private static XYChart xyChart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    style(chart.getStyler());
    return chart;
  }

  private static void style(AxesChartStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setChartTitleBoxVisible(false)
        .setLegendBorderColor(Color.WHITE)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(Styler.LegendLayout.Horizontal);
  }

  private static void unitAxes(XYChart chart) {
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    keepTicksRound(chart);
  }

  /**
   * Where all values of an axis are evenly spaced, as shares of n things are, XChart makes ticks of
   * them. A point that is not drawn keeps them from being so.
   */
  private static void keepTicksRound(XYChart chart) {
    chart
        .addSeries("not drawn", new double[] {UNEVEN}, new double[] {UNEVEN})
        .setMarker(SeriesMarkers.NONE)
        .setShowInLegend(false);
  }

  private static XYSeries addLine(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setMarkerColor(color).setLineColor(color);
    series.setLineStyle(new BasicStroke(2f));
    return series;
  }

  private static void addChosen(XYChart chart, double x, double y) {
    pointsOnly(addLine(chart, "chosen threshold", new double[] {x}, new double[] {y}, NORMAL));
  }

  private static void pointsOnly(XYSeries series) {
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE);
  }

  private static <T> double[] values(List<T> items, ToDoubleFunction<T> value) {
    return items.stream().mapToDouble(value).toArray();
  }

  private static Color translucent(Color color) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 150);
  }

  private static Page.Plot figure(Chart<?, ?> chart) {
    return new Page.Plot(chart.getTitle(), dataUri(chart));
  }

  private static String dataUri(Chart<?, ?> chart) {
    BufferedImage image =
        new BufferedImage(WIDTH * PIXELS, HEIGHT * PIXELS, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(PIXELS, PIXELS);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
