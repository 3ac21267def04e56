import type { Caption } from "./captions.ts";

/** At most two lines at the foot of the picture: the same sentence in the languages of the hall. */
export function CaptionBar({
  captions,
  lines,
}: {
  readonly captions: readonly Caption[];
  readonly lines: 1 | 2;
}) {
  const shown = captions.filter(({ sentence }) => sentence !== "").slice(0, lines);
  return (
    <div
      className={`present-captions ${shown.length === 0 ? "is-empty" : ""}`}
      role="status"
      aria-live="polite"
    >
      {shown.map(({ language, sentence }) => (
        <p key={language} lang={language}>
          {sentence}
        </p>
      ))}
    </div>
  );
}
