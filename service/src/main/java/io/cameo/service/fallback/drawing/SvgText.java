package io.cameo.service.fallback.drawing;

/** A drawing as SVG, its numbers in thousandths of the side with one decimal. */
final class SvgText implements Outline.Pen {

  private final StringBuilder text = new StringBuilder(2_000);

  private SvgText() {}

  static String of(Drawing drawing, int size) {
    SvgText svg = new SvgText();
    svg.text
        .append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
        .append(size)
        .append("\" height=\"")
        .append(size)
        .append("\" viewBox=\"0 0 1000 1000\">");
    if (drawing.hasGround()) {
      svg.text.append("<path fill=\"").append(colour(drawing.ground()));
      svg.text.append("\" d=\"M0 0H1000V1000H0Z\"/>");
    }
    for (Drawing.Layer layer : drawing.layers()) {
      svg.text.append("<path fill=\"").append(colour(layer.rgb())).append("\" d=\"");
      int start = svg.text.length();
      layer.outline().draw(svg);
      if (svg.text.length() > start) {
        svg.text.append('Z');
      }
      svg.text.append("\"/>");
    }
    return svg.text.append("</svg>\n").toString();
  }

  private static String colour(int rgb) {
    StringBuilder colour = new StringBuilder("#");
    for (int shift = 20; shift >= 0; shift -= 4) {
      colour.append(Character.forDigit(rgb >> shift & 15, 16));
    }
    return colour.toString();
  }

  @Override
  public void move(double x, double y) {
    char before = text.charAt(text.length() - 1);
    if (before != '"') {
      text.append('Z');
    }
    text.append('M');
    point(x, y);
  }

  @Override
  public void line(double x, double y) {
    text.append('L');
    point(x, y);
  }

  @Override
  public void curve(double x1, double y1, double x2, double y2, double x, double y) {
    text.append('C');
    point(x1, y1);
    text.append(' ');
    point(x2, y2);
    text.append(' ');
    point(x, y);
  }

  private void point(double x, double y) {
    number(x);
    text.append(' ');
    number(y);
  }

  private void number(double value) {
    long tenths = Math.round(value * 10_000);
    if (tenths < 0) {
      text.append('-');
      tenths = -tenths;
    }
    text.append(tenths / 10);
    if (tenths % 10 != 0) {
      text.append('.').append(tenths % 10);
    }
  }
}
