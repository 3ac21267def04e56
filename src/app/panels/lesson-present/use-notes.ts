import { useEffect, useRef } from "react";
import { NotesSender, type PartNotes, type PresenterNotes } from "./notes-channel.ts";
import type { OpenPlan } from "#app/state/shell-state.ts";
import type { Language } from "#app/state/yard-state.ts";

/** Tells the second window what to say, and lets it turn the pages. */
export function useNotes(notes: PresenterNotes, onGo: (by: 1 | -1) => void): void {
  const sender = useRef<NotesSender | null>(null);
  const go = useRef(onGo);
  useEffect(() => {
    go.current = onGo;
  });
  useEffect(() => {
    const made = new NotesSender((by) => go.current(by));
    sender.current = made;
    return () => {
      made.close();
      sender.current = null;
    };
  }, []);
  const said = JSON.stringify(notes);
  useEffect(() => sender.current?.tell(JSON.parse(said) as PresenterNotes), [said]);
}

/** What the plan says about the part that is being given; undefined without a plan. */
export function partNotes(open: OpenPlan | null, language: Language): PartNotes | undefined {
  const part = open?.plan.parts[open.part];
  if (!open || !part) return undefined;
  const { parts } = open.plan;
  const before = parts.slice(0, open.part).reduce((sum, { minutes }) => sum + minutes, 0);
  return {
    title: part.title[language],
    place: `${open.part + 1} / ${parts.length}`,
    minutes: `${before}–${before + part.minutes}`,
    say: part.say[language],
  };
}
