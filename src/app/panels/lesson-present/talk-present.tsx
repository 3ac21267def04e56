import { useEffect } from "react";
import { MarkedLine } from "#app/panels/lesson/marked.tsx";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShell, type OpenPlan } from "#app/state/shell-state.ts";
import type { Language } from "#app/state/yard-state.ts";
import { wallLines } from "#lessons/plan-wall.ts";
import type { PlanPart } from "#protocol/plan.ts";
import { PresentFrame } from "./present-frame.tsx";
import { partNotes, useNotes } from "./use-notes.ts";

/** A part of a class without a cluster: a few lines for the whole hall. */
export function TalkPresent() {
  const open = useShell((state) => state.plan);
  const part = open?.plan.parts[open.part];
  return open && part ? <Talk key={open.part} open={open} part={part} /> : null;
}

function Talk({ open, part }: { readonly open: OpenPlan; readonly part: PlanPart }) {
  const text = useText();
  const world = useWorld();
  const session = useSession();
  const language = useYard((state) => state.language);
  const other: Language = language === "ko" ? "en" : "ko";
  useEffect(() => void world.send({ type: "play", on: false }).catch(() => undefined), [world]);
  const isFirst = open.part === 0;
  const go = (by: 1 | -1) => {
    if (by === 1 || !isFirst) void session.presentPart(open.part + by);
  };
  const notes = partNotes(open, language);
  useNotes(
    {
      language,
      title: open.plan.title[language],
      place: "",
      caption: "",
      notes: "",
      next: open.plan.parts[open.part + 1]?.title[language] ?? "–",
      clock: "",
      ...(notes && { part: notes }),
    },
    go,
  );
  const others = wallLines(part.wall[other]);
  return (
    <PresentFrame
      className="talk"
      onGo={go}
      onRewind={() => undefined}
      isWaiting={false}
      place={{ lesson: "", step: 0, title: part.title[language] }}
    >
      {({ view }) => (
        <>
          <header className="present-top">
            <h1>
              <MarkedLine>{part.title[language]}</MarkedLine>
            </h1>
            <p className="talk-place">
              {text("plan.place", { part: open.part + 1, parts: open.plan.parts.length })}
            </p>
          </header>
          <ul className="talk-lines">
            {wallLines(part.wall[language]).map((line, index) => (
              <li key={line}>
                <p>
                  <MarkedLine>{line}</MarkedLine>
                </p>
                {view.captions === "both" && (
                  <p lang={other} className="talk-other">
                    <MarkedLine>{others[index] ?? ""}</MarkedLine>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </PresentFrame>
  );
}
