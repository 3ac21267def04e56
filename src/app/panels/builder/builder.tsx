import { useState } from "react";
import { folderOf, type DraftStep, type LessonDraft } from "#app/lesson/draft.ts";
import { zipFolder } from "#app/lesson/archive.ts";
import { takeArchive, takeFolder, type Taken } from "#app/lesson/own-lessons.ts";
import { parseCheck } from "#lessons/check.ts";
import { encodeLesson } from "#share/lesson-link.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { BothTexts } from "#app/ui/both-texts.tsx";
import { FileButton } from "#app/ui/file-button.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { useRecording } from "./use-recording.ts";
import "./builder.css";

const MOST_STEPS = 5;

/** Makes a lesson of what one does: record, write, try, and give away as a file or a link. */
export function Builder() {
  const text = useText();
  const shell = useShellHandle();
  const draft = useShell((state) => state.draft);
  const recording = useRecording(draft);
  const inputs = useYard((state) => state.inputs.length);
  const [proposals, setProposals] = useState<Readonly<Record<string, readonly string[]>>>({});
  const [said, setSaid] = useState<readonly string[]>([]);
  const change = (part: Partial<LessonDraft>) =>
    draft && shell.setState({ draft: { ...draft, ...part } });
  const cut = () => {
    const made = recording.cut();
    if (!draft || !made) return setSaid([text("builder.nothing")]);
    setProposals({ ...proposals, [made.step.id]: made.proposals });
    setSaid([]);
    change({ steps: [...draft.steps, made.step] });
  };
  if (!draft)
    return (
      <section className="builder" aria-label={text("builder.title")}>
        <h2>{text("builder.title")}</h2>
        <p>{text("builder.intro")}</p>
        <button
          type="button"
          className="button button-primary"
          data-builder="begin"
          onClick={() => void recording.begin()}
        >
          {text("builder.begin")}
        </button>
        <TakeFile onSaid={setSaid} />
        <Said lines={said} />
      </section>
    );
  return (
    <section className="builder" aria-label={text("builder.title")}>
      <h2>{text("builder.title")}</h2>
      <BothTexts
        label={text("builder.name")}
        value={draft.title}
        onChange={(title) => change({ title })}
      />
      <BothTexts
        label={text("builder.objective")}
        value={draft.objective}
        onChange={(objective) => change({ objective })}
      />
      <ol className="builder-steps">
        {draft.steps.map((step) => (
          <Step
            key={step.id}
            step={step}
            proposals={proposals[step.id] ?? []}
            onChange={(next) =>
              change({ steps: draft.steps.map((each) => (each.id === step.id ? next : each)) })
            }
          />
        ))}
      </ol>
      <p className="builder-record" role="status">
        <i aria-hidden="true" /> {text("builder.recording", { count: inputs })}
      </p>
      <button
        type="button"
        className="button"
        data-builder="cut"
        disabled={draft.steps.length >= MOST_STEPS}
        onClick={cut}
      >
        {text("builder.cut")}
      </button>
      <BothTexts
        label={text("builder.debrief")}
        value={draft.debrief}
        long
        onChange={(debrief) => change({ debrief })}
      />
      <Give draft={draft} onSaid={setSaid} />
      <Said lines={said} />
    </section>
  );
}

function Said({ lines }: { readonly lines: readonly string[] }) {
  return (
    <div className="builder-said" role="status">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

interface StepProps {
  readonly step: DraftStep;
  readonly proposals: readonly string[];
  readonly onChange: (step: DraftStep) => void;
}

function Step({ step, proposals, onChange }: StepProps) {
  const text = useText();
  const parsed = parseCheck(step.check);
  const chosen = step.check.split(" && ");
  const has = (proposal: string) => proposal.split(" && ").every((part) => chosen.includes(part));
  const toggle = (proposal: string) => {
    const parts = proposal.split(" && ");
    const next = has(proposal)
      ? chosen.filter((part) => !parts.includes(part))
      : [...chosen.filter((part) => part !== ""), ...parts];
    onChange({ ...step, check: next.join(" && ") });
  };
  return (
    <li data-step={step.id}>
      <BothTexts
        label={text("builder.step", { number: step.id.slice(5) })}
        value={step.title}
        onChange={(title) => onChange({ ...step, title })}
      />
      <BothTexts
        label={text("builder.say")}
        value={step.say}
        long
        onChange={(say) => onChange({ ...step, say })}
      />
      <details>
        <summary>{text("builder.done", { count: step.lines.length })}</summary>
        <pre className="code" tabIndex={0}>
          {step.lines.join("\n")}
        </pre>
      </details>
      {proposals.map((proposal) => (
        <label key={proposal} className="builder-proposal">
          <input type="checkbox" checked={has(proposal)} onChange={() => toggle(proposal)} />
          <code>{proposal}</code>
        </label>
      ))}
      <label className="builder-check">
        {text("builder.check")}
        <input
          className="text-field code"
          value={step.check}
          spellCheck={false}
          aria-invalid={!parsed.ok}
          onChange={(event) => onChange({ ...step, check: event.target.value })}
        />
      </label>
      {!parsed.ok && <p className="builder-wrong">{parsed.message}</p>}
    </li>
  );
}

interface GiveProps {
  readonly draft: LessonDraft;
  readonly onSaid: (lines: readonly string[]) => void;
}

/** Try it, or give it away. */
function Give({ draft, onSaid }: GiveProps) {
  const text = useText();
  const shell = useShellHandle();
  const session = useSession();
  const [link, setLink] = useState("");
  const files = () => folderOf(draft);
  const whenSound = (act: () => void) => {
    const taken = draft.steps.length === 0 ? null : takeFolder(files());
    if (!taken) return onSaid([text("builder.noSteps")]);
    if (!taken.ok) return onSaid(taken.problems);
    onSaid([]);
    act();
  };
  const save = () => {
    const bytes = zipFolder(draft.id, files());
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(
      new Blob([bytes.slice().buffer], { type: "application/zip" }),
    );
    anchor.download = `${draft.id}.zip`;
    anchor.click();
    URL.revokeObjectURL(anchor.href);
  };
  const share = () => {
    const made = encodeLesson(files());
    if (!made.ok) return onSaid([made.problem]);
    setLink(new URL(`#${made.text}`, location.origin + location.pathname).href);
  };
  return (
    <div className="builder-give">
      <button
        type="button"
        className="button button-primary"
        data-builder="try"
        onClick={() => whenSound(() => void session.openLesson(draft.id))}
      >
        {text("builder.try")}
      </button>
      <button type="button" className="button" data-builder="save" onClick={() => whenSound(save)}>
        <Icon name="download" size={16} />
        {text("builder.save")}
      </button>
      <button type="button" className="button" data-builder="link" onClick={() => whenSound(share)}>
        <Icon name="share" size={16} />
        {text("builder.link")}
      </button>
      <button
        type="button"
        className="button"
        data-builder="discard"
        onClick={() => shell.setState({ draft: null, isBuilding: false, leftTab: "files" })}
      >
        {text("builder.discard")}
      </button>
      {link !== "" && (
        <input
          className="text-field code builder-link"
          readOnly
          aria-label={text("builder.link")}
          value={link}
          onFocus={(event) => event.target.select()}
        />
      )}
    </div>
  );
}

/** Opens a lesson that somebody saved. */
function TakeFile({ onSaid }: { readonly onSaid: (lines: readonly string[]) => void }) {
  const text = useText();
  const session = useSession();
  const shell = useShellHandle();
  const take = async (file: File) => {
    const taken: Taken = takeArchive(new Uint8Array(await file.arrayBuffer()));
    if (!taken.ok) return onSaid(taken.problems);
    shell.setState({ isBuilding: false });
    await session.openLesson(taken.id);
  };
  return (
    <FileButton
      label={text("builder.take")}
      accept=".zip,application/zip"
      testId="lesson-file"
      onFile={take}
    />
  );
}
