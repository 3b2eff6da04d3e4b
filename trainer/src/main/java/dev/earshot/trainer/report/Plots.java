package dev.earshot.trainer.report;

import dev.earshot.trainer.evaluation.BinaryMetrics;
import dev.earshot.trainer.evaluation.Judged;
import dev.earshot.trainer.evaluation.Judged.OperatingPoint;
import dev.earshot.trainer.network.Epoch;
import dev.earshot.trainer.pipeline.CrossValidation;
import dev.earshot.trainer.pipeline.Experiment;
import dev.earshot.trainer.pipeline.FoldResult;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The plots of a report, each as a data URI of a PNG image, sharp on dense screens too. */
final class Plots {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 380;

  /** Pixels of the image to a unit of the two above, each way. */
  private static final int PIXELS = 2;

  private static final int HISTOGRAM_BINS = 20;
  private static final Color NORMAL = new Color(0x33, 0x66, 0x99);
  private static final Color ANOMALOUS = new Color(0xC4, 0x4E, 0x2B);

  static {
    // nothing is shown, and the machine may have no display
    System.setProperty("java.awt.headless", "true");
  }

  private Plots() {}

  /** All plots of an experiment. */
  static List<Page.Plot> of(Experiment experiment) {
    Judged clips = experiment.test().clips();
    double threshold = experiment.test().figures().threshold();
    return List.of(
        new Page.Plot("ROC curve", roc(clips, threshold)),
        new Page.Plot("Precision-recall curve", precisionRecall(clips, threshold)),
        new Page.Plot("Histogram of scores by class", histogram(clips)),
        new Page.Plot("Loss by epoch", losses(experiment.built().trained().history())));
  }

  /** Accuracy and ROC AUC of each fold of a cross-validation. */
  static Page.Plot byFold(CrossValidation all) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Figures by fold")
            .xAxisTitle("fold kept for measuring")
            .build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    List<Integer> folds = all.folds().stream().map(FoldResult::fold).toList();
    chart.addSeries("accuracy", folds, byFold(all, BinaryMetrics::accuracy)).setFillColor(NORMAL);
    chart.addSeries("ROC AUC", folds, byFold(all, BinaryMetrics::rocAuc)).setFillColor(ANOMALOUS);
    return new Page.Plot("Accuracy and ROC AUC by fold", dataUri(chart));
  }

  private static List<Double> byFold(CrossValidation all, ToDoubleFunction<BinaryMetrics> figure) {
    return all.folds().stream()
        .map(fold -> figure.applyAsDouble(fold.figures()))
        .map(value -> Double.isNaN(value) ? 0 : value)
        .toList();
  }

  /** Training and validation loss by epoch. */
  private static String losses(List<Epoch> history) {
    XYChart chart = xyChart("Loss by epoch", "epoch", "cross-entropy");
    double[] epochs = values(history, Epoch::number);
    add(chart, "training", epochs, values(history, Epoch::trainingLoss), NORMAL);
    add(chart, "validation", epochs, values(history, Epoch::validationLoss), ANOMALOUS);
    return dataUri(chart);
  }

  /** The ROC curve and the point of the chosen threshold. */
  private static String roc(Judged judged, double threshold) {
    XYChart chart = xyChart("ROC", "false positive rate", "recall");
    unitAxes(chart);
    List<OperatingPoint> points = judged.operatingPoints();
    add(
        chart,
        "scores",
        values(points, OperatingPoint::falsePositiveRate),
        values(points, OperatingPoint::recall),
        ANOMALOUS);
    addChosen(chart, chosen(points, threshold), OperatingPoint::falsePositiveRate);
    return dataUri(chart);
  }

  /** Precision by recall and the point of the chosen threshold. */
  private static String precisionRecall(Judged judged, double threshold) {
    XYChart chart = xyChart("Precision and recall", "recall", "precision");
    unitAxes(chart);
    List<OperatingPoint> points = judged.operatingPoints();
    add(
        chart,
        "scores",
        values(points, OperatingPoint::recall),
        values(points, OperatingPoint::precision),
        ANOMALOUS);
    OperatingPoint chosen = chosen(points, threshold);
    addPoint(chart, chosen.recall(), chosen.precision());
    return dataUri(chart);
  }

  /** How the scores of both classes are spread. */
  private static String histogram(Judged judged) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Scores by class")
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
    return dataUri(chart);
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

  /** The last point that still has a threshold of at least the chosen one. */
  private static OperatingPoint chosen(List<OperatingPoint> points, double threshold) {
    OperatingPoint chosen = points.get(0);
    for (OperatingPoint point : points) {
      if (point.threshold() >= threshold) {
        chosen = point;
      }
    }
    return chosen;
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
  }

  private static void add(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setLineColor(color);
    series.setLineStyle(new BasicStroke(2f));
  }

  private static void addChosen(
      XYChart chart, OperatingPoint chosen, ToDoubleFunction<OperatingPoint> x) {
    addPoint(chart, x.applyAsDouble(chosen), chosen.recall());
  }

  private static void addPoint(XYChart chart, double x, double y) {
    XYSeries point = chart.addSeries("chosen threshold", new double[] {x}, new double[] {y});
    point.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(NORMAL);
    point.setLineStyle(new BasicStroke(0f));
  }

  private static <T> double[] values(List<T> items, ToDoubleFunction<T> value) {
    return items.stream().mapToDouble(value).toArray();
  }

  private static Color translucent(Color color) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 150);
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
