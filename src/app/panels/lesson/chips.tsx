import { useState } from "react";
import { edited, editedFile } from "#app/lesson/chip-edit.ts";
import { fillPods } from "#app/lesson/fill.ts";
import { found } from "#app/lesson/found.ts";
import { applyFile, setFile, worldOf } from "#app/lesson/perform.ts";
import { useWorld, type World } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { Icon } from "#app/ui/icon.tsx";
import type { Lesson, LessonChip, LessonStep, LessonText } from "#protocol/lesson.ts";
import { MarkedLine } from "./marked.tsx";

interface ChipsProps {
  readonly step: LessonStep;
  readonly words: LessonText;
  readonly lesson: Lesson;
}

/** Buttons that do what the step asks: every lesson can be solved without typing. */
export function Chips({ step, words, lesson }: ChipsProps) {
  const text = useText();
  const world = useWorld();
  const [busy, setBusy] = useState("");
  const files = useYard((state) => state.files);
  const isDone = ({ action }: LessonChip) => {
    if (action.type !== "edit") return false;
    const file = editedFile(action, { open: files, given: lesson.files });
    return file !== undefined && edited(file.text, action) === file.text;
  };
  if (step.chips.length === 0) return null;
  const press = async (chip: LessonChip) => {
    setBusy(chip.id);
    await pressChip(world, chip, lesson).catch(() => undefined);
    setBusy("");
  };
  return (
    <div className="lesson-chips" role="group" aria-label={text("lesson.chips")}>
      {step.chips.map((chip) => (
        <button
          key={chip.id}
          type="button"
          className="lesson-chip"
          data-chip={chip.id}
          aria-disabled={isDone(chip) || busy === chip.id}
          // Not disabled while it acts: the focus would be lost.
          onClick={() => (busy === chip.id ? undefined : void press(chip))}
        >
          {isDone(chip) && <Icon name="check" size={16} />}
          <MarkedLine>{words.steps[step.id]?.chips[chip.id] ?? chip.id}</MarkedLine>
          {isDone(chip) && <span className="visually-hidden">, {text("lesson.stepDone")}</span>}
        </button>
      ))}
    </div>
  );
}

/** Does what a chip stands for; the terminal shows the line that one could have typed. */
export async function pressChip(
  world: World,
  { world: id, action }: LessonChip,
  lesson: Lesson,
): Promise<void> {
  const there = worldOf(world, id);
  switch (action.type) {
    case "kubectl":
      await there.runKubectl(fillPods(action.line, there.store.getState()));
      return;
    case "fault": {
      const { name, target, on } = action;
      world.terminal.write({ kind: "note", text: `# ${on ? "fault" : "heal"} ${name} ${target}` });
      await there.send({ type: "fault", name, target, on });
      return;
    }
    case "load":
      await there.send({
        type: "load",
        namespace: "default",
        service: action.service,
        ratePerSecond: action.ratePerSecond,
      });
      return;
    case "edit": {
      const { files } = world.store.getState();
      const file = editedFile(action, { open: files, given: lesson.files });
      if (file) setFile(world, file.name, edited(file.text, action));
      return;
    }
    case "select": {
      const selection = found(action.target, there.store.getState());
      if (selection) there.setPage({ selection });
      return;
    }
    case "file": {
      const given = lesson.files.find((file) => file.name === action.name);
      const isOpen = world.store.getState().files.some((file) => file.name === action.name);
      if (given && !isOpen) setFile(world, given.name, given.text);
      await applyFile(world, id, action.name);
    }
  }
}
