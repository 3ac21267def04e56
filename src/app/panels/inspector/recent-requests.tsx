import { useEffect, useState } from "react";
import { useText, useYardHandle } from "#app/state/hooks.ts";
import type { YardState } from "#app/state/yard-state.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { latencyOf } from "#app/stage/stage-tip.tsx";
import { clockText } from "#app/ui/clock.ts";
import type { PodView, RequestView } from "#core/view/rows.ts";

const SHOWN = 10;
/** While the clock runs the list changes no faster than an eye can read. */
const PAUSE_MS = 1000;

/** The last requests to a Service: what the dots of the stage tell to a pointer, for everybody. */
export function RecentRequests({ service }: { service: string }) {
  const text = useText();
  const yard = useYardHandle();
  const { requests, pods } = useRecent(service);
  return (
    <section className="inspector-section">
      <h3 id="recent-requests">{text("request.recent")}</h3>
      {requests.length === 0 ? (
        <p className="muted">{text("request.none")}</p>
      ) : (
        <table className="requests" aria-labelledby="recent-requests">
          <thead>
            <tr>
              <th scope="col">{text("request.outcome")}</th>
              <th scope="col">{text("request.pod")}</th>
              <th scope="col">{text("request.latency")}</th>
              <th scope="col">{text("request.sent")}</th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => (
              <RequestRow
                key={request.id}
                request={request}
                pod={pods.get(request.pod)}
                onSelect={({ namespace, name, uid }) =>
                  yard.setPage({ selection: { kind: "Pod", namespace, name, id: uid } })
                }
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function RequestRow({
  request,
  pod,
  onSelect,
}: {
  request: RequestView;
  pod: PodView | undefined;
  onSelect: (pod: PodView) => void;
}) {
  const text = useText();
  const isOk = request.outcome === "ok";
  return (
    <tr className={isOk ? "" : "is-failed"}>
      <td>
        <Glyph name={isOk ? "check" : "cross"} size={12} />{" "}
        {text(`request.outcome.${request.outcome}`)}
      </td>
      <td>
        {pod ? (
          <button type="button" className="chip code" onClick={() => onSelect(pod)}>
            {pod.shortName}
          </button>
        ) : (
          <span className="muted">
            {text(request.pod === "" ? "request.nobody" : "request.gone")}
          </span>
        )}
      </td>
      <td className="code">{text("request.ms", { ms: latencyOf(request) })}</td>
      <td className="code">{clockText(request.sentAt, { tenths: true })}</td>
    </tr>
  );
}

interface Recent {
  readonly requests: readonly RequestView[];
  readonly pods: YardState["pods"];
}

function useRecent(service: string): Recent {
  const { store } = useYardHandle();
  const [recent, setRecent] = useState<Recent>(() => recentOf(store.getState(), service));
  useEffect(() => {
    let last = performance.now();
    setRecent(recentOf(store.getState(), service));
    return store.subscribe((state, before) => {
      if (state.requests === before.requests && state.playing === before.playing) return;
      if (state.playing && performance.now() - last < PAUSE_MS) return;
      last = performance.now();
      setRecent(recentOf(state, service));
    });
  }, [store, service]);
  return recent;
}

/** Newest first; half of the places are kept for requests that failed, so that trouble is not missed. */
function recentOf({ requests, pods }: YardState, service: string): Recent {
  const own = requests.filter((request) => request.service === service);
  const failed = own.filter(({ outcome }) => outcome !== "ok").slice(-SHOWN / 2);
  const answered = own.filter(({ outcome }) => outcome === "ok").slice(failed.length - SHOWN);
  return { requests: [...failed, ...answered].sort((a, b) => b.sentAt - a.sentAt), pods };
}
