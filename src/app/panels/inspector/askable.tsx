import { mainDeployment } from "#app/state/selectors.ts";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import type { Selection, YardState } from "#app/state/yard-state.ts";
import { Icon } from "#app/ui/icon.tsx";
import { Glyph } from "#app/stage/glyph.tsx";
import type { GlyphName } from "#app/stage/glyphs.ts";
import type { TextKey } from "#app/i18n/text.ts";

interface Row {
  readonly glyph: GlyphName;
  readonly label: TextKey;
  readonly selection: Selection;
}

/** While nothing is selected: what one can ask about, each with something to begin with. */
export function Askable() {
  const text = useText();
  const { store, setPage } = useYardHandle();
  const hasPods = useYard(({ pods }) => pods.size > 0);
  return (
    <section className="askable" aria-label={text("askable.title")}>
      <h3>{text("askable.title")}</h3>
      <ul>
        {rowsOf(store.getState(), hasPods).map(({ glyph, label, selection }) => (
          <li key={selection.kind}>
            <button type="button" onClick={() => setPage({ selection })}>
              <Glyph name={glyph} size={16} />
              <span>
                {text(label)}
                <span className="code muted">{selection.name}</span>
              </span>
              <Icon name="right" size={14} />
            </button>
          </li>
        ))}
      </ul>
      <p className="muted">{text("explain.hint")}</p>
    </section>
  );
}

/** One of each kind, the shop's own first. */
function rowsOf(state: YardState, hasPods: boolean): readonly Row[] {
  const deployment = mainDeployment(state);
  const pod = hasPods
    ? [...state.pods.values()].find((each) => each.deployment === deployment?.name)
    : undefined;
  const node = [...state.nodes.values()].find(({ role }) => role === "worker");
  const service = [...state.services.values()].find(({ rate }) => rate > 0);
  return [
    ...(pod ? [{ glyph: "check", label: "askable.pod", selection: of("Pod", pod) } as const] : []),
    ...(deployment
      ? [
          {
            glyph: "desired",
            label: "askable.deployment",
            selection: of("Deployment", deployment),
          } as const,
        ]
      : []),
    ...(service
      ? [{ glyph: "plug", label: "askable.service", selection: of("Service", service) } as const]
      : []),
    ...(node
      ? [
          {
            glyph: "gear",
            label: "askable.node",
            selection: of("Node", { ...node, namespace: "" }),
          } as const,
        ]
      : []),
  ];
}

function of(
  kind: Selection["kind"],
  { namespace, name, uid }: { namespace: string; name: string; uid: string },
): Selection {
  return { kind, namespace, name, id: uid };
}
