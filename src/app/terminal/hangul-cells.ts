/** Hangul for the terminal: the letters of the page's own font, made as wide as the two cells they stand in. */
const FAMILY = "Podyard Hangul Cells";
const SOURCE_FAMILY = "Pretendard Variable";
/** Two cells of JetBrains Mono are 1.2 em wide, a syllable of Pretendard 0.86 em: at this size it stands neither alone nor crowded. */
const SIZE = "116%";
/** First signs of the blocks that Hangul is written with: syllables, and the letters that a person types one by one. */
const HANGUL = [
  [0xac00, 0xd7a3],
  [0x3131, 0x318e],
] as const;

/** The fonts of the terminal with Hangul before all that would space it out. Costs no byte: the pieces are those that the page has. */
export function withHangulCells(fontFamily: string): string {
  declareFaces();
  const [first = "monospace", ...others] = fontFamily.split(",");
  return [first, `"${FAMILY}"`, ...others].join(",");
}

/** Calls back whenever letters of the terminal have arrived: widths measured before are wrong. */
export function onTerminalFont(fontFamily: string, changed: () => void): () => void {
  const listen = ({ fontfaces }: FontFaceSetLoadEvent) => {
    if (fontfaces.some(({ family }) => fontFamily.includes(unquoted(family)))) changed();
  };
  document.fonts.addEventListener("loadingdone", listen);
  return () => document.fonts.removeEventListener("loadingdone", listen);
}

function declareFaces(): void {
  if (document.querySelector(`style[data-font="${FAMILY}"]`)) return;
  const style = document.createElement("style");
  style.dataset["font"] = FAMILY;
  style.textContent = [...document.styleSheets].flatMap(facesOf).join("\n");
  document.head.append(style);
}

function facesOf(sheet: CSSStyleSheet): string[] {
  const base = sheet.href ?? document.baseURI;
  return rulesOf(sheet)
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter(({ style }) => unquoted(style.getPropertyValue("font-family")) === SOURCE_FAMILY)
    .filter(({ style }) => hasHangul(style.getPropertyValue("unicode-range")))
    .map(({ style }) => {
      const source = style
        .getPropertyValue("src")
        .replace(/url\("?([^")]+)"?\)/g, (_, url: string) => `url("${new URL(url, base).href}")`);
      const range = style.getPropertyValue("unicode-range");
      const weight = style.getPropertyValue("font-weight");
      return `@font-face{font-family:"${FAMILY}";src:${source};font-weight:${weight};font-display:swap;unicode-range:${range};size-adjust:${SIZE}}`;
    });
}

/** A sheet of another origin keeps its rules to itself. */
function rulesOf(sheet: CSSStyleSheet): readonly CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    return [];
  }
}

function hasHangul(range: string): boolean {
  return [...range.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)].some(([, from = "", to]) => {
    const first = parseInt(from, 16);
    const last = parseInt(to ?? from, 16);
    return HANGUL.some(([start, end]) => first <= end && last >= start);
  });
}

function unquoted(family: string): string {
  return family.replace(/["']/g, "").trim();
}
