import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { LessonDraft } from "#app/lesson/draft.ts";
import type { Lesson, LessonLanguage, LessonText } from "#protocol/lesson.ts";
import type { ClassPlan, PlanAmendment } from "#protocol/plan.ts";
import type { WorldId } from "#protocol/scenario.ts";
import { isEmbedded } from "./address-query.ts";

/** The lesson that is being done, with the texts that have been loaded. */
export interface OpenLesson {
  readonly lesson: Lesson;
  readonly texts: Readonly<Partial<Record<LessonLanguage, LessonText>>>;
  /** What the part of a class puts into it. */
  readonly amended?: PlanAmendment;
}

/** The class plan that is open, and its part that is being given; -1 while it is only read. */
export interface OpenPlan {
  readonly plan: ClassPlan;
  readonly part: number;
}

/** A sentence of the page to the person, above everything. */
export interface Notice {
  readonly tone: "info" | "warning" | "failing";
  readonly text: string;
}

/** What is open where: page-wide, not part of any world. */
export interface ShellState {
  readonly mode: "lesson" | "sandbox" | "compare";
  readonly leftTab: "lesson" | "files" | "faults" | "load";
  readonly dockTab: "terminal" | "events";
  readonly dockOpen: boolean;
  /** Which drawer is open where panels do not fit beside the stage. */
  readonly drawer: "left" | "right" | null;
  /** `faults` and `load` are opened from `more`. */
  readonly phoneTab:
    "lesson" | "yaml" | "kubectl" | "events" | "inspect" | "more" | "faults" | "load";
  readonly dialog: "share" | "help" | null;
  readonly notice: Notice | null;
  /** What the signs on the stage mean is shown. */
  readonly legend: boolean;
  /** Single-letter keys work. */
  readonly shortcuts: boolean;
  /** A plain text field instead of Monaco. */
  readonly plainEditor: boolean;
  /** Step of the guided first minute, -1 when closed. */
  readonly guideStep: number;
  /** The lesson that is open, in whatever mode the page is. */
  readonly lesson: OpenLesson | null;
  readonly plan: OpenPlan | null;
  /** Pages of pupils go where this page presents. */
  readonly isLeading: boolean;
  /** This page goes where a teacher's page presents. */
  readonly isFollowing: boolean;
  /** A lesson is being made: the builder is open, with what it has so far. */
  readonly isBuilding: boolean;
  readonly draft: LessonDraft | null;
  /** Words of the class (마스터) instead of the official ones (control plane) in lessons. */
  readonly classTerms: boolean;
  /** By file: what was last applied, and when; 0 = it was running from the start. */
  readonly applied: Readonly<Record<string, { readonly text: string; readonly at: number }>>;
  /** Text to put on the terminal's prompt, with a number that changes with each request, and the number of the one that the terminal took last. */
  readonly prompt: { readonly text: string; readonly serial: number; readonly taken: number };
  /** Which of the two clusters of a lesson the terminal speaks to. */
  readonly terminalWorld: WorldId;
}

const SETTINGS_KEY = "podyard.shell";

const FIRST: ShellState = {
  mode: "sandbox",
  leftTab: "files",
  dockTab: "terminal",
  dockOpen: true,
  drawer: null,
  phoneTab: "yaml",
  dialog: null,
  notice: null,
  legend: false,
  shortcuts: true,
  plainEditor: false,
  guideStep: 0,
  lesson: null,
  plan: null,
  isLeading: false,
  isFollowing: false,
  isBuilding: false,
  draft: null,
  classTerms: false,
  applied: {},
  prompt: { text: "", serial: 0, taken: 0 },
  terminalWorld: "a",
};

/** Makes the page-wide state, with the settings kept from the last visit. */
export function createShell(): StoreApi<ShellState> {
  const store = createStore<ShellState>(() => ({ ...FIRST, ...readSettings() }));
  store.subscribe((state, before) => {
    if (
      state.shortcuts === before.shortcuts &&
      state.plainEditor === before.plainEditor &&
      state.dockOpen === before.dockOpen &&
      state.classTerms === before.classTerms &&
      (state.guideStep === -1) === (before.guideStep === -1)
    )
      return;
    const { shortcuts, plainEditor, classTerms, guideStep } = state;
    // A lesson may close the dock to make room: that is not what the person chose.
    const dockOpen = state.lesson ? true : state.dockOpen;
    writeStored(
      SETTINGS_KEY,
      JSON.stringify({ shortcuts, plainEditor, dockOpen, classTerms, guideDone: guideStep === -1 }),
    );
  });
  return store;
}

function readSettings(): Partial<ShellState> {
  try {
    const kept = JSON.parse(readStored(SETTINGS_KEY) ?? "{}") as Record<string, unknown>;
    return {
      ...(typeof kept["shortcuts"] === "boolean" && { shortcuts: kept["shortcuts"] }),
      ...(typeof kept["plainEditor"] === "boolean" && { plainEditor: kept["plainEditor"] }),
      ...(typeof kept["dockOpen"] === "boolean" && { dockOpen: kept["dockOpen"] }),
      ...(typeof kept["classTerms"] === "boolean" && { classTerms: kept["classTerms"] }),
      ...(kept["guideDone"] === true && { guideStep: -1 }),
    };
  } catch {
    return {};
  }
}

/** Reads what this browser keeps for us; undefined when it keeps nothing or must not. */
export function readStored(key: string): string | undefined {
  if (isEmbedded()) return undefined;
  try {
    return window.localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text in this browser; false when it is full or must not. */
export function writeStored(key: string, text: string): boolean {
  if (isEmbedded()) return false;
  try {
    window.localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

export const ShellContext = createContext<StoreApi<ShellState> | null>(null);

/** The page-wide store. */
export function useShellHandle(): StoreApi<ShellState> {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error("no ShellContext above this component");
  return shell;
}

/** Selects from the page-wide state. */
export function useShell<T>(select: (state: ShellState) => T): T {
  return useStore(useShellHandle(), select);
}
