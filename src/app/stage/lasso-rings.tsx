import { useYard } from "#app/state/hooks.ts";
import type { StageLayout } from "./layout.ts";
import { lassoed } from "./lasso.ts";
import type { StageEngine } from "./stage-engine.ts";

const GAP = 3;

/** Rings around the pods that the selector under the cursor takes; an empty selector rings none. */
export function LassoRings({
  layout,
  engine,
}: {
  readonly layout: StageLayout;
  readonly engine: StageEngine;
}) {
  const key = useYard((state) => lassoed(state.editorPoint, state).join(" "));
  return key.split(" ").map((uid) => {
    const rect = engine.places.get(uid)?.rect;
    if (!rect) return null;
    const style = {
      left: rect.x - GAP,
      top: rect.y - GAP,
      width: rect.w + 2 * GAP,
      height: rect.h + 2 * GAP,
      borderRadius: layout.fit.detail === "cell" || layout.fit.detail === "dot" ? 4 : 12,
    };
    return <i key={uid} className="lasso-ring" aria-hidden="true" style={style} />;
  });
}
