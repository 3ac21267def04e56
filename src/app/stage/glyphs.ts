/** One stroke or one filled shape of a glyph, on a grid of 16. */
export interface GlyphPart {
  readonly d: string;
  readonly filled?: boolean;
  /** Stroke width on the grid; 2 when absent. */
  readonly width?: number;
}

const CIRCLE = "M8 2A6 6 0 1 1 8 14A6 6 0 1 1 8 2Z";

/** Every sign of the stage. Canvas and React draw the same paths. */
export const GLYPHS = {
  api: [{ d: "M8 1.5L13.6 4.7V11.3L8 14.5L2.4 11.3V4.7Z", width: 1.5 }],
  bolt: [{ d: "M9.5 1L3.5 9H7.5L6.5 15L12.5 7H8.5Z", filled: true }],
  check: [{ d: "M2.5 8.5L6.3 12.2L13.5 4.2", width: 2.5 }],
  chevron: [{ d: "M6 4L10 8L6 12", width: 1.5 }],
  circle: [{ d: CIRCLE }],
  compass: [
    { d: "M8 1.5A6.5 6.5 0 1 1 8 14.5A6.5 6.5 0 1 1 8 1.5Z", width: 1.5 },
    { d: "M11.2 4.8L9 9L4.8 11.2L7 7Z", filled: true },
  ],
  cross: [{ d: "M3.5 3.5L12.5 12.5M12.5 3.5L3.5 12.5", width: 2.4 }],
  current: [{ d: "M8 2.5A5.5 5.5 0 1 1 8 13.5A5.5 5.5 0 1 1 8 2.5Z", filled: true }],
  desired: [
    { d: "M8 1.8A6.2 6.2 0 1 1 8 14.2A6.2 6.2 0 1 1 8 1.8Z", width: 1.8 },
    { d: "M8 5.4A2.6 2.6 0 1 1 8 10.6A2.6 2.6 0 1 1 8 5.4Z", filled: true },
  ],
  diamond: [{ d: "M8 1L15 8L8 15L1 8Z", filled: true }],
  dots: [
    { d: "M3 6.4A1.6 1.6 0 1 1 3 9.6A1.6 1.6 0 1 1 3 6.4Z", filled: true },
    { d: "M8 6.4A1.6 1.6 0 1 1 8 9.6A1.6 1.6 0 1 1 8 6.4Z", filled: true },
    { d: "M13 6.4A1.6 1.6 0 1 1 13 9.6A1.6 1.6 0 1 1 13 6.4Z", filled: true },
  ],
  download: [{ d: "M8 1.5V10M4 6.5L8 10.3L12 6.5M2.5 14H13.5" }],
  evict: [{ d: "M1.5 8H10.5M7 4.5L10.5 8L7 11.5M14 3V13" }],
  funnel: [{ d: "M1.5 2.5H14.5L9.6 8.6V14.5L6.4 12.6V8.6Z", width: 1.5 }],
  gate: [{ d: "M5 3V13M11 3V13", width: 2.5 }],
  gear: [
    {
      d: "M6.9 1.5H9.1L9.5 3.4L11 4L12.6 3L14.1 4.5L13 6.1L13.6 7.6L15.5 8V9.1L13.6 9.5L13 11L14.1 12.6L12.6 14.1L11 13L9.5 13.6L9.1 15.5H6.9L6.5 13.6L5 13L3.4 14.1L1.9 12.6L3 11L2.4 9.5L.5 9.1V8L2.4 7.6L3 6.1L1.9 4.5L3.4 3L5 4L6.5 3.4Z",
      width: 1.5,
    },
    { d: "M8 7.1A1.4 1.4 0 1 1 8 9.9A1.4 1.4 0 1 1 8 7.1Z", filled: true },
  ],
  half: [{ d: CIRCLE }, { d: "M8 2A6 6 0 0 0 8 14Z", filled: true }],
  "image-error": [
    {
      d: "M8 1.5V5.5M5 4.5L8 7.3L11 4.5M2.5 14H13.5M5.5 8.2L10.5 12.2M10.5 8.2L5.5 12.2",
      width: 1.7,
    },
  ],
  init: [{ d: "M2 13H5.5V9.5H9V6H12.5V2.5" }],
  leave: [{ d: "M4 4L12 12M5.5 12H12V5.5" }],
  lock: [
    { d: "M5 7V5A3 3 0 0 1 11 5V7", width: 1.8 },
    { d: "M3.5 7H12.5V14H3.5Z", filled: true },
  ],
  memory: [{ d: "M5 6.5H2.5V14H13.5V6.5H11M8 10.5V1.8M5 4.6L8 1.8L11 4.6", width: 1.8 }],
  "no-entry": [
    { d: "M8 1.2A6.8 6.8 0 1 1 8 14.8A6.8 6.8 0 1 1 8 1.2Z", width: 1.8 },
    { d: "M4 8H12", width: 2.4 },
  ],
  person: [
    {
      d: "M8 1.8A2.9 2.9 0 1 1 8 7.6A2.9 2.9 0 1 1 8 1.8ZM2.3 14.5C2.3 11.3 4.8 9.9 8 9.9S13.7 11.3 13.7 14.5",
      width: 1.5,
    },
  ],
  plug: [
    { d: "M5.4 1V4.8M10.6 1V4.8M8 12V15", width: 1.8 },
    { d: "M3 4.8H13V7.4A5 5 0 0 1 3 7.4Z", filled: true },
  ],
  "plug-empty": [
    { d: "M5.4 1V4.8M10.6 1V4.8M8 12.4V15M3 4.8H13V7.4A5 5 0 0 1 3 7.4Z", width: 1.5 },
  ],
  power: [{ d: "M8 1.5V7.5M4.6 3.9A5.8 5.8 0 1 0 11.4 3.9" }],
  quarter: [{ d: CIRCLE }, { d: "M8 8V2A6 6 0 0 1 14 8Z", filled: true }],
  question: [
    { d: "M4.8 5.4A3.2 3.2 0 1 1 9.4 8.2C8.4 8.8 8 9.2 8 10.4" },
    { d: "M8 12.1A1.2 1.2 0 1 1 8 14.5A1.2 1.2 0 1 1 8 12.1Z", filled: true },
  ],
  retry: [{ d: "M13 8A5 5 0 1 1 11.2 4.2M11.4 1.6V4.6H8.4" }],
  square: [{ d: "M3.5 3.5H12.5V12.5H3.5Z", filled: true }],
} as const satisfies Record<string, readonly GlyphPart[]>;

export type GlyphName = keyof typeof GLYPHS;
