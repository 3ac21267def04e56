import { useText, useYard } from "#app/state/hooks.ts";
import type { Selection } from "#app/state/yard-state.ts";
import { clockText } from "#app/ui/clock.ts";
import { Icon } from "#app/ui/icon.tsx";

const MAX_ROWS = 50;

/** Event objects about one object, newest first. */
export function EventsTab({ selection }: { selection: Selection }) {
  const text = useText();
  const events = useYard((state) => state.events);
  const rows = [...events.values()]
    .filter(
      ({ objectUid, kind, name, namespace }) =>
        objectUid === selection.id ||
        (kind === selection.kind &&
          name === selection.name &&
          (namespace === selection.namespace || kind === "Node")),
    )
    .sort((a, b) => b.at - a.at)
    .slice(0, MAX_ROWS);
  if (rows.length === 0) return <p className="muted">{text("inspector.no-events")}</p>;
  return (
    <ul className="object-events">
      {rows.map((event) => (
        <li key={event.uid} className={`object-event is-${event.type.toLowerCase()}`}>
          <p>
            {event.type === "Warning" && <Icon name="warning" size={14} />}
            <strong>{event.reason}</strong>
            {event.count > 1 && <span className="muted"> ×{event.count}</span>}
            <time className="code muted">{clockText(event.at)}</time>
          </p>
          <p className="event-message">{event.message}</p>
          <p className="muted">{event.source}</p>
        </li>
      ))}
    </ul>
  );
}
