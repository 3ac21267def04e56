import { useState } from "react";
import type { TextKey } from "#app/i18n/text.ts";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";

/** Colour matrices of full severity: Machado, Oliveira and Fernandes 2009, for linear light; grey by luminance. */
const SIGHTS = {
  protan: "0.152 1.053 -0.205 0 0 0.115 0.786 0.099 0 0 -0.004 -0.048 1.052 0 0 0 0 0 1 0",
  deutan: "0.367 0.861 -0.228 0 0 0.280 0.673 0.047 0 0 -0.012 0.043 0.969 0 0 0 0 0 1 0",
  tritan: "1.256 -0.077 -0.179 0 0 -0.078 0.931 0.148 0 0 0.005 0.691 0.304 0 0 0 0 0 1 0",
  grey: "0.213 0.715 0.072 0 0 0.213 0.715 0.072 0 0 0.213 0.715 0.072 0 0 0 0 0 1 0",
} as const;

type Sight = keyof typeof SIGHTS | "full";

const CHOICES: readonly (readonly [Sight, TextKey])[] = [
  ["full", "help.sight.full"],
  ["protan", "help.sight.protan"],
  ["deutan", "help.sight.deutan"],
  ["tritan", "help.sight.tritan"],
  ["grey", "help.sight.grey"],
];
const FILTER_ID = "podyard-sight";

/** How the page moves, and how it would look to other eyes: a teacher sees whether a picture speaks without its hues. */
export function SightOptions() {
  const text = useText();
  const yard = useYardHandle();
  const isStill = useYard((state) => state.reducedMotion);
  const [sight, setSight] = useState(shownSight);
  return (
    <>
      <label className="help-option">
        <input
          type="checkbox"
          checked={isStill}
          onChange={(event) => yard.setPage({ reducedMotion: event.target.checked })}
        />{" "}
        {text("help.lessMotion")}
      </label>
      <label className="help-option">
        {text("help.sight")}{" "}
        <select
          value={sight}
          onChange={(event) => {
            const chosen = CHOICES.find(([name]) => name === event.target.value)?.[0] ?? "full";
            showSight(chosen);
            setSight(chosen);
          }}
        >
          {CHOICES.map(([name, label]) => (
            <option key={name} value={name}>
              {text(label)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function shownSight(): Sight {
  const shown = document.documentElement.dataset["sight"] ?? "";
  return CHOICES.find(([name]) => name === shown)?.[0] ?? "full";
}

/** Until the page is loaded anew: nobody should be left in a grey world by mistake. */
function showSight(sight: Sight): void {
  const root = document.documentElement;
  document.getElementById(FILTER_ID)?.closest("svg")?.remove();
  root.dataset["sight"] = sight;
  root.style.filter = sight === "full" ? "" : `url(#${FILTER_ID})`;
  if (sight === "full") return;
  const holder = document.createElement("div");
  holder.innerHTML = `<svg width="0" height="0" aria-hidden="true" style="position:absolute"><filter id="${FILTER_ID}"><feColorMatrix values="${SIGHTS[sight]}"/></filter></svg>`;
  document.body.append(...holder.children);
}
