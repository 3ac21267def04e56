import { GLYPHS, type GlyphName, type GlyphPart } from "./glyphs.ts";

/** A sign beside words; says nothing by itself to a screen reader. */
export function Glyph({
  name,
  size = 16,
  className,
}: {
  name: GlyphName;
  size?: number;
  className?: string;
}) {
  const parts: readonly GlyphPart[] = GLYPHS[name];
  return (
    <svg
      className={`glyph ${className ?? ""}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {parts.map((part) => (
        <path
          key={part.d}
          d={part.d}
          fill={part.filled ? "currentColor" : "none"}
          stroke={part.filled ? "none" : "currentColor"}
          strokeWidth={part.width ?? 2}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}
