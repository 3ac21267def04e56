import { useText, useYard } from "#app/state/hooks.ts";
import { textOf } from "#app/i18n/text.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import type { GlyphName } from "#app/stage/glyphs.ts";
import { clockText } from "#app/ui/clock.ts";
import { useShownDeployment } from "../deployment-strip/deployment-strip.tsx";
import { useLoneReplicaSet } from "../deployment-strip/lone-replica-set.ts";

/** What is wanted, what is there, what serves, and the clock: one line for the whole hall. */
export function Counters() {
  const text = useText();
  const { deployment } = useShownDeployment();
  const replicaSet = useLoneReplicaSet();
  const owner = deployment ?? replicaSet;
  const at = useYard((state) => Math.floor(state.at / 1000) * 1000);
  const language = useYard((state) => state.language);
  const other = language === "ko" ? "en" : "ko";
  const label = (key: "strip.desired" | "strip.current" | "strip.ready") => (
    <>
      {text(key)} <span lang={other}>{textOf(other, key)}</span>
    </>
  );
  return (
    <header className="present-top">
      <h1>{owner?.name ?? "Podyard"}</h1>
      {owner && (
        <dl className="present-counters">
          <Figure glyph="desired" value={owner.desired} label={label("strip.desired")} />
          <Figure glyph="current" value={owner.current} label={label("strip.current")} />
          <Figure glyph="check" value={owner.ready} label={label("strip.ready")} />
        </dl>
      )}
      <div className="present-clock">
        <time className="code">{clockText(at)}</time>
        <Since at={at} />
      </div>
    </header>
  );
}

function Figure({
  glyph,
  value,
  label,
}: {
  glyph: GlyphName;
  value: number;
  label: React.ReactNode;
}) {
  return (
    <div className={`present-figure figure-${glyph}`}>
      <dd>
        <Glyph name={glyph} size={36} />
        {value}
      </dd>
      <dt>{label}</dt>
    </div>
  );
}

/** How long a machine has been off: the number that a class waits for. */
function Since({ at }: { at: number }) {
  const text = useText();
  const heartbeat = useYard((state) => {
    const off = [...state.nodes.values()].filter(({ powered }) => !powered);
    return off.length === 0 ? -1 : Math.max(...off.map(({ heartbeatAt }) => heartbeatAt));
  });
  if (heartbeat < 0) return null;
  return (
    <span>
      {text("present.off-for", { seconds: Math.max(0, Math.round((at - heartbeat) / 1000)) })}
    </span>
  );
}
