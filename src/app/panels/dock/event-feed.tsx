import { useDeferredValue, useMemo, useState } from "react";
import { hasText } from "#app/i18n/text.ts";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import type { Selection } from "#app/state/yard-state.ts";
import { clockText } from "#app/ui/clock.ts";
import { Icon } from "#app/ui/icon.tsx";
import { burstsOf, type Burst } from "./bursts.ts";

const MAX_ROWS = 200;
const SELECTABLE: readonly Selection["kind"][] = [
  "Pod",
  "Node",
  "Deployment",
  "ReplicaSet",
  "Service",
];

/** What the cluster itself says has happened, newest first, each with a plain sentence. */
export function EventFeed() {
  const text = useText();
  const events = useYard((state) => state.events);
  const [words, setWords] = useState("");
  const [warnings, setWarnings] = useState(false);
  const filter = useDeferredValue(words.trim().toLowerCase());
  const bursts = useMemo(() => {
    const wanted = [...events.values()].filter(
      (event) =>
        (!warnings || event.type === "Warning") &&
        (filter === "" ||
          `${event.reason} ${event.kind}/${event.name} ${event.message}`
            .toLowerCase()
            .includes(filter)),
    );
    return burstsOf(wanted).slice(0, MAX_ROWS);
  }, [events, filter, warnings]);
  return (
    <div className="feed">
      <div className="feed-filter">
        <input
          type="search"
          value={words}
          placeholder={text("feed.filter")}
          aria-label={text("feed.filter")}
          onChange={(event) => setWords(event.target.value)}
        />
        <label>
          <input
            type="checkbox"
            checked={warnings}
            onChange={(event) => setWarnings(event.target.checked)}
          />{" "}
          {text("feed.warnings")}
        </label>
      </div>
      <ul className="feed-rows" tabIndex={0} aria-label={text("feed.title")}>
        {bursts.map((burst) => (
          <EventRow key={burst.key} burst={burst} />
        ))}
        {bursts.length === 0 && <li className="muted">{text("feed.empty")}</li>}
      </ul>
    </div>
  );
}

function EventRow({ burst }: { readonly burst: Burst }) {
  const text = useText();
  const yard = useYardHandle();
  const { newest, count, objects } = burst;
  const kind = SELECTABLE.find((known) => known === newest.kind);
  const plain = `event.${newest.reason}`;
  const select = () =>
    kind &&
    yard.setPage({
      selection: { kind, namespace: newest.namespace, name: newest.name, id: newest.objectUid },
    });
  return (
    <li className="feed-row" data-type={newest.type}>
      <time className="code muted">{clockText(newest.at)}</time>
      <span className="feed-sign">
        {newest.type === "Warning" && <Icon name="warning" size={14} />}
      </span>
      <span className="visually-hidden">{newest.type}</span>
      <strong>{newest.reason}</strong>
      {count > 1 && <span className="feed-count">×{count}</span>}
      <button type="button" className="feed-object code" disabled={!kind} onClick={select}>
        {newest.kind.toLowerCase()}/{newest.name}
        {objects > 1 && ` +${objects - 1}`}
      </button>
      <span className="feed-message" lang="en">
        {newest.message}
      </span>
      {hasText(plain) && <span className="feed-plain">{text(plain)}</span>}
    </li>
  );
}
