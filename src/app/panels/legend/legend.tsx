import { useMemo } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { OTHERS, toneWord, tonesOf } from "#app/stage/colour-by.ts";
import { glyphOf } from "#app/stage/figures/pod-look.ts";
import type { PodFamily, PodState, PodView } from "#core/view/rows.ts";
import "./legend.css";

const MAX_SIGNS = 6;

/** The signs that are on the stage right now, most frequent first, with their words. */
export function Legend() {
  const text = useText();
  const pods = useYard((state) => state.pods);
  const signs = useMemo(() => signsOf(pods), [pods]);
  if (signs.length === 0) return null;
  return (
    <ul className="legend" aria-label={text("legend.label")}>
      <ToneSigns />
      {signs.slice(0, MAX_SIGNS).map(({ state, family, count }) => (
        <li key={state}>
          <span className={`legend-sign family-${family}`}>
            <Glyph name={glyphOf(state)} size={14} />
          </span>
          {text(`stage.state.${state}`)}
          <span className="muted">{count}</span>
        </li>
      ))}
      {signs.length > MAX_SIGNS && (
        <li className="muted">
          {text("legend.more")}{" "}
          {signs.slice(MAX_SIGNS).reduce((total, { count }) => total + count, 0)}
        </li>
      )}
    </ul>
  );
}

/** What the hues tell, when they do not tell the state. */
function ToneSigns() {
  const text = useText();
  const pods = useYard((state) => state.pods);
  const nodes = useYard((state) => state.nodes);
  const colourBy = useYard((state) => state.colourBy);
  const at = useYard((state) => Math.floor(state.at / 5000) * 5000);
  const tones = useMemo(
    () => tonesOf({ pods, nodes, colourBy, at })?.list ?? [],
    [pods, nodes, colourBy, at],
  );
  const own = tones.filter(({ hue }) => hue !== OTHERS);
  const rest = tones.filter(({ hue }) => hue === OTHERS);
  const [only] = rest;
  const signs = own.map((tone) => ({ ...tone, word: toneWord(tone.value, colourBy, text) }));
  if (only) {
    const word = rest.length === 1 ? toneWord(only.value, colourBy, text) : text("legend.more");
    const count = rest.reduce((total, tone) => total + tone.count, 0);
    signs.push({ ...only, word, count });
  }
  return signs.map(({ value, hue, word, count }) => (
    <li key={value}>
      <span className="legend-hue" style={{ background: `var(--${hue})` }} />
      {word}
      <span className="muted">{count}</span>
    </li>
  ));
}

interface Sign {
  readonly state: PodState;
  readonly family: PodFamily;
  readonly count: number;
}

function signsOf(pods: ReadonlyMap<string, PodView>): Sign[] {
  const signs = new Map<PodState, Sign>();
  for (const { state, family } of pods.values())
    signs.set(state, { state, family, count: (signs.get(state)?.count ?? 0) + 1 });
  return [...signs.values()].sort((a, b) => b.count - a.count);
}
