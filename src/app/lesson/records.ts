import { createStore } from "zustand/vanilla";
import { readStored, writeStored } from "#app/state/shell-state.ts";

const KEY = "podyard.lessons";
const MAX_RECORDS = 500;

/** How far a person has come in one lesson, kept in this browser. */
export interface LessonRecord {
  /** Steps done at the best try. */
  readonly steps: number;
  readonly solved: boolean;
  /** Fewest actions it was solved with; 0 while it is not solved. */
  readonly inputs: number;
}

/** Records by lesson id. */
export type LessonRecords = Readonly<Record<string, LessonRecord>>;

/** The person's own progress. Nothing of it leaves the browser unless it is saved as a file. */
export const lessonRecords = createStore<LessonRecords>(
  () => readRecords(readStored(KEY) ?? "") ?? {},
);

lessonRecords.subscribe((records) => void writeStored(KEY, writeRecords(records)));

/** Keeps the better of what is known and what has just been reached. */
export function keepRecord(id: string, reached: LessonRecord): void {
  const before = lessonRecords.getState();
  const better = betterOf(before[id], reached);
  if (JSON.stringify(better) !== JSON.stringify(before[id]))
    lessonRecords.setState({ ...before, [id]: better }, true);
}

/** Adds the records of a file to those here; of each lesson the better one stays. */
export function mergeRecords(read: LessonRecords): void {
  for (const [id, record] of Object.entries(read)) keepRecord(id, record);
}

function betterOf(known: LessonRecord | undefined, reached: LessonRecord): LessonRecord {
  if (!known) return reached;
  const tries = [known, reached].filter(({ solved }) => solved).map(({ inputs }) => inputs);
  return {
    steps: Math.max(known.steps, reached.steps),
    solved: known.solved || reached.solved,
    inputs: tries.length === 0 ? 0 : Math.min(...tries),
  };
}

/** The file of the progress. */
export function writeRecords(records: LessonRecords): string {
  return `${JSON.stringify({ podyard: "lessons", version: 1, lessons: records }, null, 2)}\n`;
}

/** Reads such a file; undefined when it is none. What is not a record in it is left out. */
export function readRecords(text: string): LessonRecords | undefined {
  try {
    const file = JSON.parse(text) as Record<string, unknown>;
    if (file["podyard"] !== "lessons" || typeof file["lessons"] !== "object") return undefined;
    const entries = Object.entries((file["lessons"] ?? {}) as Record<string, unknown>);
    return Object.fromEntries(
      entries.slice(0, MAX_RECORDS).flatMap(([id, value]) => {
        const record = recordOf(value);
        return record && /^[\w-]{1,40}$/.test(id) ? [[id, record] as const] : [];
      }),
    );
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): LessonRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { steps, solved, inputs } = value as Record<string, unknown>;
  const isCount = (count: unknown): count is number =>
    typeof count === "number" && Number.isInteger(count) && count >= 0 && count < 100_000;
  return isCount(steps) && isCount(inputs) && typeof solved === "boolean"
    ? { steps, solved, inputs }
    : undefined;
}
