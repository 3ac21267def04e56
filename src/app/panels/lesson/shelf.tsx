import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { prepareLesson, prepareReader } from "#app/lesson/prepare.ts";
import { lessonRecords, mergeRecords, readRecords, writeRecords } from "#app/lesson/records.ts";
import { hasText, type TextKey } from "#app/i18n/text.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { PlanPage } from "#app/panels/plans/plan-page.tsx";
import { PlanShelf } from "#app/panels/plans/plan-shelf.tsx";
import { FileButton } from "#app/ui/file-button.tsx";
import { Icon } from "#app/ui/icon.tsx";
import type { LessonCard } from "#protocol/lesson.ts";
import { MarkedLine } from "./marked.tsx";
import { useCards } from "./use-lesson.ts";
import "./shelf.css";

/** All lessons by track: what each is about, what is solved, and the reasons that have been seen at work. */
export function Shelf() {
  const text = useText();
  const cards = useCards();
  const records = useStore(lessonRecords);
  const plan = useShell((state) => state.plan?.plan);
  useEffect(() => void prepareReader().catch(() => undefined), []);
  if (cards === null) return <p className="dock-wait muted">{text("lesson.loading")}</p>;
  if (plan) return <PlanPage plan={plan} cards={cards} />;
  const tracks = [...new Set(cards.map(({ track }) => track))];
  const solved = cards.filter(({ id }) => records[id]?.solved).length;
  return (
    <main className="shelf" id="mode" aria-labelledby="shelf-title">
      <div className="shelf-inner" id="stage" tabIndex={-1}>
        <header className="shelf-head">
          <h2 id="shelf-title">{text("shelf.title")}</h2>
          <p className="muted">{text("shelf.intro")}</p>
          <Progress solved={solved} all={cards.length} />
        </header>
        <Lights cards={cards} />
        {cards.length === 0 && <p>{text("shelf.none")}</p>}
        {tracks.map((track) => (
          <section key={track} className="shelf-track" aria-label={trackName(text, track)}>
            <h3>{trackName(text, track)}</h3>
            <ul>
              {cards
                .filter((card) => card.track === track)
                .map((card) => (
                  <Card key={card.id} card={card} />
                ))}
            </ul>
          </section>
        ))}
        <PlanShelf cards={cards} />
      </div>
    </main>
  );
}

type Text = (key: TextKey) => string;

/** `02-pods` is called by the texts; a track without a name shows its own. */
function trackName(text: Text, track: string): string {
  const name = track.replace(/^\d+-/, "");
  const key = `shelf.track.${name}`;
  return hasText(key) ? text(key) : name;
}

function Card({ card }: { readonly card: LessonCard }) {
  const text = useText();
  const session = useSession();
  const language = useYard((state) => state.language);
  const record = useStore(lessonRecords, (records) => records[card.id]);
  const prepare = () => void prepareLesson(card.id, language).catch(() => undefined);
  const state = record?.solved ? "solved" : record ? "begun" : "new";
  return (
    <li>
      <button
        type="button"
        className="shelf-card"
        data-lesson={card.id}
        data-state={state}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => void session.openLesson(card.id)}
      >
        <span className="shelf-top">
          <span className="code">{card.id}</span>
          <span>{text("shelf.minutes", { minutes: card.minutes })}</span>
          {card.exam.map((tag) => (
            <span key={tag} className="shelf-tag">
              {tag}
            </span>
          ))}
          {state === "solved" && (
            <span className="shelf-solved">
              <Icon name="check" size={16} />
              {text("shelf.again")}
            </span>
          )}
          {state === "begun" && record && (
            <span className="shelf-begun">{text("shelf.goOn", { steps: record.steps })}</span>
          )}
        </span>
        <strong>
          <MarkedLine>{card.title[language]}</MarkedLine>
        </strong>
        <span className="shelf-objective">
          <MarkedLine>{card.objective[language]}</MarkedLine>
        </span>
        {card.predicts && <span className="shelf-predicts">{text("shelf.predicts")}</span>}
      </button>
    </li>
  );
}

/** A reason is lit when a lesson that shows it has been solved. */
function Lights({ cards }: { readonly cards: readonly LessonCard[] }) {
  const text = useText();
  const records = useStore(lessonRecords);
  const names = [...new Set(cards.flatMap(({ lights }) => lights))];
  if (names.length === 0) return null;
  return (
    <section className="lights" aria-labelledby="lights-title">
      <h3 id="lights-title">{text("shelf.why")}</h3>
      <ul>
        {names.map((name) => {
          const lit = cards.some(({ id, lights }) => lights.includes(name) && records[id]?.solved);
          const key = `light.${name}`;
          return (
            <li key={name} data-lit={lit}>
              <Icon name={lit ? "check" : "plus"} size={16} />
              {hasText(key) ? text(key) : name}
              <span className="visually-hidden">, {text(lit ? "shelf.lit" : "shelf.unlit")}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Progress({ solved, all }: { readonly solved: number; readonly all: number }) {
  const text = useText();
  const shell = useShellHandle();
  const [said, setSaid] = useState("");
  const save = () => {
    const blob = new Blob([writeRecords(lessonRecords.getState())], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "podyard-progress.json";
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const load = async (file: File) => {
    const read = readRecords(await file.text());
    if (read) mergeRecords(read);
    setSaid(text(read ? "shelf.loaded" : "shelf.notLoaded"));
  };
  return (
    <div className="shelf-progress">
      <strong>{text("shelf.solved", { solved, all })}</strong>
      <button type="button" className="button" onClick={save}>
        <Icon name="download" size={16} />
        {text("shelf.save")}
      </button>
      <FileButton
        label={text("shelf.load")}
        accept=".json,application/json"
        testId="progress-file"
        onFile={load}
      />
      <button
        type="button"
        className="button"
        data-lesson="make"
        onClick={() =>
          shell.setState({
            isBuilding: true,
            mode: "sandbox",
            leftTab: "lesson",
            phoneTab: "lesson",
            guideStep: -1,
          })
        }
      >
        <Icon name="plus" size={16} />
        {text("shelf.own")}
      </button>
      <span role="status">{said}</span>
    </div>
  );
}
