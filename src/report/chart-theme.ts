/**
 * How charts look on the page. Text and lines take the page's text colour; marks have middle tones that stand out
 * from white and from near-black paper alike (contrast of at least 3 to both).
 */
export const chartTheme = {
  font: "system-ui, sans-serif",
  padding: 4,
  view: { stroke: null },
  axis: {
    labelColor: "currentColor",
    titleColor: "currentColor",
    domainColor: "currentColor",
    tickColor: "currentColor",
    domainOpacity: 0.5,
    tickOpacity: 0.5,
    gridColor: "currentColor",
    gridOpacity: 0.13,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 600,
    labelLimit: 190,
    labelFlush: false,
    labelSeparation: 6,
  },
  legend: { labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 11, titleFontSize: 11 },
  header: { labelColor: "currentColor", titleColor: "currentColor" },
  title: { color: "currentColor", subtitleColor: "currentColor", fontSize: 12 },
  mark: { color: "#3a80c9" },
  text: { color: "currentColor", fontSize: 11 },
  rule: { color: "currentColor" },
  range: { category: ["#3a80c9", "#c26a1c", "#2a9172", "#b4579b", "#8a7a2f", "#7a74c8"] },
} as const;
