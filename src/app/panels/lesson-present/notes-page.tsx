import { useEffect, useRef, useState } from "react";
import { textOf } from "#app/i18n/text.ts";
import type { Language } from "#app/state/yard-state.ts";
import { NotesReceiver, type PresenterNotes } from "./notes-channel.ts";
import "./notes-page.css";

/** The presenter's second window: what to say now, what comes next, and two buttons. Runs no cluster. */
export function NotesPage({ language }: { readonly language: Language }) {
  const [notes, setNotes] = useState<PresenterNotes | null>(null);
  const receiver = useRef<NotesReceiver | null>(null);
  useEffect(() => {
    const made = new NotesReceiver(setNotes);
    receiver.current = made;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "ArrowRight" || event.key === "PageDown") made.go(1);
      else if (event.key === "ArrowLeft" || event.key === "PageUp") made.go(-1);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
      made.close();
    };
  }, []);
  const shown = notes?.language ?? language;
  useEffect(() => {
    document.documentElement.lang = shown;
    document.title = textOf(shown, "notes.title");
  }, [shown]);
  if (!notes)
    return (
      <main className="notes">
        <h1>{textOf(shown, "notes.title")}</h1>
        <p>{textOf(shown, "notes.wait")}</p>
      </main>
    );
  return (
    <main className="notes" lang={shown}>
      <header>
        <h1>{notes.title}</h1>
        {notes.place !== "" && <span>{notes.place}</span>}
        <time className="code">{notes.clock}</time>
      </header>
      {notes.part && (
        <section className="notes-part" aria-label={textOf(shown, "plan.part")}>
          <h2>
            {notes.part.place} {notes.part.title}
            <span>{textOf(shown, "plan.minutes", { minutes: notes.part.minutes })}</span>
          </h2>
          <p>{notes.part.say}</p>
        </section>
      )}
      {notes.caption !== "" && <p className="notes-caption">{notes.caption}</p>}
      <section aria-label={textOf(shown, "notes.title")}>
        {notes.notes === ""
          ? !notes.part && <p className="muted">{textOf(shown, "notes.none")}</p>
          : notes.notes.split(/\n\s*\n/).map((part, index) => <p key={index}>{part}</p>)}
      </section>
      <footer>
        <span className="muted">
          {textOf(shown, "notes.next")}: {notes.next}
        </span>
        <button type="button" className="button" onClick={() => receiver.current?.go(-1)}>
          {textOf(shown, "notes.back")}
        </button>
        <button
          type="button"
          className="button button-primary"
          onClick={() => receiver.current?.go(1)}
        >
          {textOf(shown, "notes.go")}
        </button>
      </footer>
    </main>
  );
}
