import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import type { Selection } from "#app/state/yard-state.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { glyphOf } from "#app/stage/figures/pod-look.ts";
import { later } from "#app/ui/later.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { Explain } from "../explain/explain.tsx";
import { waiting } from "../waiting.tsx";
import type { PodState } from "#core/view/rows.ts";
import { useExplanation } from "../explain/use-explanation.ts";
import { Askable } from "./askable.tsx";
import { EventsTab } from "./events-tab.tsx";
import { nextSentence } from "./next.ts";
import { crumbsOf, kubectlLines, subjectOf, type Crumb, type Subject } from "./subject.ts";
import { CopyButton, WhatTab } from "./what-tab.tsx";

/** The printer of YAML is large: it comes with the first look. */
const YamlTab = later(
  () => import("./yaml-tab.tsx").then(({ YamlTab: component }) => component),
  waiting("inspector.loading"),
);

/** A side of an object. */
export type TabId = "what" | "why" | "yaml" | "events";

interface SubjectInspectorProps {
  readonly selection: Selection;
  readonly tab: TabId;
  readonly onTab: (tab: TabId) => void;
}

/** All about one object: what it is, why it is so, how it is written, what was said of it. */
export function SubjectInspector({ selection, tab, onTab }: SubjectInspectorProps) {
  const text = useText();
  const subject = useYard((state) => subjectKey(selection, state));
  if (!subject) return <Gone selection={selection} />;
  const tabs = (["what", "why", "yaml", "events"] as const).map((id) => ({
    id,
    label: text(`inspector.${id}`),
  }));
  return (
    <section className="inspector" aria-label={text("inspector.label")}>
      <Head selection={selection} />
      <Tabs
        panel="inspector-panel"
        label={text("inspector.tabs")}
        selected={tab}
        onSelect={onTab}
        tabs={tabs}
      />
      <div
        id="inspector-panel"
        role="tabpanel"
        tabIndex={0}
        aria-labelledby={`inspector-panel-tab-${tab}`}
        className="inspector-body"
      >
        <TabContent tab={tab} subject={subject} selection={selection} />
      </div>
      {tab !== "yaml" && <Next subject={subject} selection={selection} />}
    </section>
  );
}

/** What was selected is no more: there is nothing to choose between, only what came of it. */
function Gone({ selection }: { readonly selection: Selection }) {
  const text = useText();
  return (
    <section className="inspector" aria-label={text("inspector.label")}>
      <Head selection={selection} />
      <div className="inspector-body">
        <p className="muted">{text("inspector.gone")}</p>
        <Explain question={{ about: "latest" }} title={text("explain.latest")} />
        <Askable />
      </div>
    </section>
  );
}

/** The same row object as long as the row has not changed, so that the inspector draws only then. */
const subjects = new WeakMap<object, Subject>();

function subjectKey(
  selection: Selection | null,
  state: Parameters<typeof subjectOf>[1],
): Subject | undefined {
  const subject = subjectOf(selection, state);
  if (!subject) return undefined;
  const known = subjects.get(subject.row);
  if (known) return known;
  subjects.set(subject.row, subject);
  return subject;
}

function TabContent({
  tab,
  subject,
  selection,
}: {
  tab: TabId;
  subject: Subject;
  selection: Selection;
}) {
  const text = useText();
  switch (tab) {
    case "what":
      return <WhatTab subject={subject} selection={selection} />;
    case "why": {
      const title =
        subject.kind === "Pod"
          ? subject.row.state === "unschedulable"
            ? text("explain.why-unschedulable")
            : whyTitle(subject.row.state, text)
          : text("explain.why");
      const question = {
        about: "object",
        kind: selection.kind,
        namespace: selection.namespace,
        name: selection.name,
      } as const;
      return (
        <Explain
          question={question}
          title={title}
          {...(subject.kind === "Pod"
            ? { lead: { glyph: glyphOf(subject.row.state), family: subject.row.family } }
            : {})}
        />
      );
    }
    case "yaml":
      return <YamlTab subject={subject} selection={selection} />;
    case "events":
      return <EventsTab selection={selection} />;
  }
}

/** States whose names are no adjectives: one cannot be a crash loop. */
const SIGNS: readonly PodState[] = ["image-error", "crash-loop", "error", "init", "gated"];

function whyTitle(state: PodState, text: ReturnType<typeof useText>): string {
  const word = text(`stage.state.${state}`);
  return SIGNS.includes(state)
    ? text("explain.why-sign", { state: word })
    : text("explain.why-pod", { state: inSentence(word) });
}

/** A word as it stands inside a sentence; names such as OOMKilled keep their capitals. */
function inSentence(word: string): string {
  return /^[A-Z][a-z ]*$/.test(word) ? word.toLowerCase() : word;
}

function Head({ selection }: { selection: Selection }) {
  const text = useText();
  const { setPage } = useYardHandle();
  const state = useYard((all) => all);
  const subject = subjectOf(selection, state);
  const crumbs = subject ? crumbsOf(subject, state) : [];
  return (
    <header className="inspector-head">
      <nav aria-label={text("inspector.path")} className="crumbs">
        {crumbs.map((crumb, index) => (
          <CrumbLink
            key={`${index} ${crumb.label}`}
            crumb={crumb}
            isFirst={index === 0}
            onSelect={(target) => setPage({ selection: target })}
          />
        ))}
      </nav>
      <h2 className="code inspector-name" title={selection.name}>
        {selection.name}
      </h2>
      {subject && <StatusLine subject={subject} now={state.at} />}
    </header>
  );
}

function CrumbLink({
  crumb,
  isFirst,
  onSelect,
}: {
  crumb: Crumb;
  isFirst: boolean;
  onSelect: (selection: Selection) => void;
}) {
  const { selection } = crumb;
  return (
    <>
      {!isFirst && <Glyph name="chevron" size={12} />}
      {selection ? (
        <button type="button" onClick={() => onSelect(selection)}>
          {crumb.label}
        </button>
      ) : (
        <span>{crumb.label}</span>
      )}
    </>
  );
}

function StatusLine({ subject, now }: { subject: Subject; now: number }) {
  const text = useText();
  if (subject.kind === "Pod") {
    const { row } = subject;
    const seconds = Math.max(0, Math.round((now - row.createdAt) / 1000));
    const age =
      seconds < 120
        ? text("inspector.age", { seconds })
        : text("inspector.age-minutes", { minutes: Math.floor(seconds / 60) });
    return (
      <p className="status-line">
        <span className={`status-glyph family-${row.family}`}>
          <Glyph name={glyphOf(row.state)} size={16} />
        </span>
        <strong>{text(`stage.state.${row.state}`)}</strong>
        <span className="muted">
          {row.node === "" ? text("inspector.no-node") : row.node}, {age}
        </span>
      </p>
    );
  }
  if (subject.kind === "Node") {
    const shown = subject.row.powered ? subject.row.state : "off";
    return (
      <p className="status-line">
        <span
          className={`status-glyph family-${shown === "ready" ? "healthy" : shown === "not-ready" ? "failing" : "leaving"}`}
        >
          <Glyph
            name={
              shown === "ready"
                ? "check"
                : shown === "not-ready"
                  ? "bolt"
                  : shown === "off"
                    ? "power"
                    : shown === "draining"
                      ? "evict"
                      : "no-entry"
            }
            size={16}
          />
        </span>
        <strong>{text(`stage.node.${shown}`)}</strong>
        <span className="muted">{text(`inspector.role.${subject.row.role}`)}</span>
      </p>
    );
  }
  if (subject.kind === "Deployment" || subject.kind === "ReplicaSet") {
    const { desired, current, ready } = subject.row;
    return (
      <p className="status-line">
        <span className={`status-glyph family-${ready >= desired ? "healthy" : "progress"}`}>
          <Glyph name={ready >= desired ? "check" : "half"} size={16} />
        </span>
        <span>{text("inspector.replicas-value", { desired, current, ready })}</span>
      </p>
    );
  }
  return null;
}

/** What comes next, and the line that shows it. */
function Next({ subject, selection }: { subject: Subject; selection: Selection }) {
  const text = useText();
  const state = useYard((all) => all);
  const { answer } = useExplanation({
    about: "object",
    kind: selection.kind,
    namespace: selection.namespace,
    name: selection.name,
  });
  const line = kubectlLines(subject)[subject.kind === "Deployment" ? 0 : 1];
  return (
    <aside className="next" aria-label={text("inspector.next")}>
      <h3>{text("inspector.next")}</h3>
      <p className="muted">{nextSentence(subject, { state, next: answer?.next ?? null, text })}</p>
      {line !== undefined && (
        <CopyButton
          className="button"
          line={`kubectl ${line}`}
          label={text("inspector.copy-kubectl")}
        />
      )}
    </aside>
  );
}
