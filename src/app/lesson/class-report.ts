import { createStore } from "zustand/vanilla";
import { readStored, writeStored } from "#app/state/shell-state.ts";
import type { Texts } from "#protocol/plan.ts";

/** What a class said to a question, and what came. */
export interface ReportedAnswer {
  /** Question and part: asked again, it is counted anew. */
  readonly key: string;
  readonly question: string;
  readonly options: readonly { readonly text: string; readonly hands: number }[];
  /** What came, in words. */
  readonly came: string;
}

/** One part as it was given. */
export interface ReportedPart {
  readonly index: number;
  readonly title: Texts;
  readonly planned: number;
  /** Wall time it was shown, over all visits. */
  readonly shownMs: number;
  readonly answers: readonly ReportedAnswer[];
}

/** A class as it was given. Nothing of it leaves the browser unless it is saved. */
export interface ClassReport {
  readonly plan: string;
  readonly title: Texts;
  /** Wall time it began, ms since 1970. */
  readonly beganAt: number;
  readonly parts: readonly ReportedPart[];
}

const KEY = "podyard.reports";
const MOST_REPORTS = 20;
/** After so long a class is another one. */
const LONGEST_CLASS_MS = 4 * 3_600_000;

/** Classes as they were given, newest first, kept in this browser. */
export const classReports = createStore<readonly ClassReport[]>(() =>
  readReports(readStored(KEY) ?? ""),
);

/** Changes the report of the class that is being given, the newest one. */
export function changeReport(change: (report: ClassReport) => ClassReport): void {
  const [newest, ...others] = classReports.getState();
  if (newest) keep([change(newest), ...others]);
}

/** A part of a plan is on the wall from now on: of the class that is going on, or of one that begins. */
export function reportShown(shown: ShownPart, now: number, { isNew }: { isNew: boolean }): void {
  const reports = classReports.getState();
  const [newest, ...others] = reports;
  const goesOn = !isNew && newest?.plan === shown.plan && now - newest.beganAt < LONGEST_CLASS_MS;
  keep(
    goesOn
      ? [withPartShown(newest, shown), ...others]
      : [withPartShown(newReport(shown, now), shown), ...reports],
  );
}

/** Forgets a report. */
export function dropReport(beganAt: number): void {
  keep(classReports.getState().filter((report) => report.beganAt !== beganAt));
}

function keep(reports: readonly ClassReport[]): void {
  const kept = reports.slice(0, MOST_REPORTS);
  classReports.setState(kept, true);
  writeStored(KEY, JSON.stringify(kept));
}

/** Reads what was kept; what is no report is left out. */
export function readReports(text: string): readonly ClassReport[] {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isReport) : [];
  } catch {
    return [];
  }
}

function isReport(value: unknown): value is ClassReport {
  if (typeof value !== "object" || value === null) return false;
  const { plan, title, beganAt, parts } = value as Record<keyof ClassReport, unknown>;
  const isPart = (part: unknown) =>
    typeof part === "object" &&
    part !== null &&
    Array.isArray((part as Partial<ReportedPart>).answers);
  return (
    typeof plan === "string" &&
    typeof title === "object" &&
    title !== null &&
    typeof beganAt === "number" &&
    Array.isArray(parts) &&
    parts.every(isPart)
  );
}

/** A part of a plan that comes on the wall. */
export interface ShownPart {
  readonly plan: string;
  readonly title: Texts;
  readonly part: Pick<ReportedPart, "index" | "title" | "planned">;
}

/** The report of a class that begins. */
export function newReport({ plan, title }: ShownPart, now: number): ClassReport {
  return { plan, title, beganAt: now, parts: [] };
}

/** The part is among those that were given. */
export function withPartShown(report: ClassReport, { part }: ShownPart): ClassReport {
  if (report.parts.some(({ index }) => index === part.index)) return report;
  const parts = [...report.parts, { ...part, shownMs: 0, answers: [] }];
  return { ...report, parts: parts.sort((a, b) => a.index - b.index) };
}

/** So much more time was spent with a part. */
export function withTimeSpent(report: ClassReport, index: number, ms: number): ClassReport {
  return changed(report, index, (part) => ({ ...part, shownMs: part.shownMs + ms }));
}

/** What the class said in a part; asked again the newer answer stays. */
export function withAnswer(
  report: ClassReport,
  index: number,
  answer: ReportedAnswer,
): ClassReport {
  return changed(report, index, (part) => ({
    ...part,
    answers: [...part.answers.filter(({ key }) => key !== answer.key), answer],
  }));
}

function changed(
  report: ClassReport,
  index: number,
  change: (part: ReportedPart) => ReportedPart,
): ClassReport {
  return {
    ...report,
    parts: report.parts.map((part) => (part.index === index ? change(part) : part)),
  };
}

/** How many hands there were, and how many of them for what came. */
export function handsOf({ options, came }: ReportedAnswer): {
  readonly all: number;
  readonly right: number;
} {
  const count = (list: ReportedAnswer["options"]) =>
    list.reduce((sum, { hands }) => sum + hands, 0);
  return { all: count(options), right: count(options.filter(({ text }) => text === came)) };
}
