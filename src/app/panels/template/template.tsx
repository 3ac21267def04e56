import type { CSSProperties } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { mainDeployment } from "#app/state/selectors.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import "./template.css";

const STAMPS = 5;

/** The hash that the pod template leaves on its ReplicaSet: it changes only when the template does. */
export function Template() {
  const text = useText();
  const deployment = useYard(mainDeployment);
  const replicaSets = useYard((state) => state.replicaSets);
  const changes = useYard((state) => state.inputs.length);
  if (!deployment) return <p className="template lesson-picture muted">{text("template.none")}</p>;
  const own = [...replicaSets.values()]
    .filter((row) => row.deployment === deployment.name && row.namespace === deployment.namespace)
    .sort((a, b) => a.revision - b.revision)
    .slice(-STAMPS);
  return (
    <section className="template lesson-picture" aria-label={text("template.title")}>
      <header>
        <h3>{text("template.title")}</h3>
        <p className="muted">{text("template.explain")}</p>
      </header>
      <ol>
        {own.map((row) => (
          <li key={row.uid} data-now={row.isNew}>
            <Stamp hash={row.name.slice(deployment.name.length + 1)} />
            <span>
              <strong>{text("template.revision", { number: row.revision })}</strong>
              <span className="muted">{text("template.pods", { count: row.current })}</span>
              {row.isNew && (
                <span className="template-now">
                  <Glyph name="check" size={13} />
                  {text("template.now")}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      <p className="template-told" role="status">
        {own.length > 1
          ? text("template.changed")
          : changes > 0 && text("template.same", { count: changes })}
      </p>
    </section>
  );
}

const HUES = 12;

/** A stamp with the colour and the pattern of its hash: equal hashes look equal. */
function Stamp({ hash }: { readonly hash: string }) {
  const number = [...hash].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9973, 7);
  const cells = Array.from(
    { length: 15 },
    (_unused, index) => ((number >> (index % 13)) & 1) === 1,
  );
  return (
    <svg
      className="template-stamp"
      viewBox="0 0 60 60"
      role="img"
      aria-label={hash}
      style={{ "--hue": (number % HUES) * (360 / HUES) } as CSSProperties}
    >
      <rect x="2" y="2" width="56" height="56" rx="10" />
      {cells.flatMap((isOn, index) => {
        if (!isOn) return [];
        const row = Math.floor(index / 3);
        const column = index % 3;
        return [column, 4 - column].map((x) => (
          <rect
            key={`${index}-${x}`}
            className="cell"
            x={10 + x * 8}
            y={10 + row * 8}
            width="8"
            height="8"
          />
        ));
      })}
      <title>{hash}</title>
    </svg>
  );
}
