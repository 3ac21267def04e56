import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import type { Selection } from "#app/state/yard-state.ts";
import { isComposing, signOf } from "#app/ui/keys.ts";
import type { RequestView } from "#core/view/rows.ts";
import { killLine } from "./actions.ts";
import type { Point, Rect } from "./geometry.ts";
import type { StageLayout } from "./layout.ts";
import type { StageEngine } from "./stage-engine.ts";
import {
  edgeNode,
  neighbourOf,
  stageTargets,
  targetAt,
  type Direction,
  type Target,
} from "./targets.ts";
import { describe } from "./words.ts";

export interface Tip {
  readonly rect: Rect;
  /** What the sentence is about; null for a request. */
  readonly selection: Selection | null;
  /** The request under the pointer, instead of a sentence. */
  readonly request?: RequestView;
  /** It stays until something else is chosen. */
  readonly isPinned?: boolean;
  readonly world: Pick<StageLayout, "width" | "unit" | "variant">;
}

export interface Menu {
  readonly selection: Selection;
  /** In page coordinates. */
  readonly at: Point;
}

interface InputOptions {
  readonly engine: StageEngine;
  readonly layout: StageLayout;
  readonly world: RefObject<HTMLDivElement | null>;
  readonly onInspect?: () => void;
}

/** Pointer and keyboard of the stage: one tab stop, arrows move spatially, everything a pointer can do a key can do. */
export function useStageInput(options: InputOptions) {
  const { engine, layout, world } = options;
  const yard = useYardHandle();
  const text = useText();
  const cursorId = useId();
  const [menu, setMenu] = useState<Menu | null>(null);
  const cursorText = useYard((state) =>
    state.selection ? describe(state.selection, state, text) : "",
  );
  const targets = useCallback(
    () => stageTargets(yard.store.getState(), { layout, engine }),
    [yard, layout, engine],
  );
  const choose = useCallback(
    (target: Target | null) => yard.setPage({ selection: target?.selection ?? null }),
    [yard],
  );
  const openMenu = useCallback(
    (target: Target, at?: Point) => {
      choose(target);
      setMenu({ selection: target.selection, at: at ?? pagePoint(world.current, target.rect) });
    },
    [world, choose],
  );
  const shared = useMemo(() => ({ targets, choose, openMenu }), [targets, choose, openMenu]);
  const onKeyDown = useStageKeys(options, shared);
  const { tip, pointer } = useStagePointer(options, shared);
  const handlers = useMemo(() => ({ onKeyDown, ...pointer }), [onKeyDown, pointer]);
  const closeMenu = useCallback(() => {
    setMenu(null);
    world.current?.focus({ preventScroll: true });
  }, [world]);
  return { cursorId, cursorText, handlers, menu, closeMenu, tip: menu ? null : tip };
}

interface Shared {
  targets(): Target[];
  choose(target: Target | null): void;
  openMenu(target: Target, at?: Point): void;
}

function useStageKeys({ onInspect }: InputOptions, { targets, choose, openMenu }: Shared) {
  const yard = useYardHandle();
  return useCallback(
    (event: KeyboardEvent) => {
      if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const all = targets();
      const { selection } = yard.store.getState();
      const here =
        all.find(
          ({ selection: each }) => each.kind === selection?.kind && each.id === selection.id,
        ) ?? null;
      const kill = (line: string) => void yard.runKubectl(line, { echo: true });
      if (!handleKey(event, { all, here, choose, openMenu, kill, inspect: () => onInspect?.() }))
        return;
      event.preventDefault();
      event.stopPropagation();
    },
    [targets, yard, choose, openMenu, onInspect],
  );
}

function useStagePointer(
  { engine, layout, world, onInspect }: InputOptions,
  { targets, choose, openMenu }: Shared,
) {
  const [tip, setTip] = useState<Tip | null>(null);
  const isPinned = useRef(false);
  const unpin = useCallback(() => {
    isPinned.current = false;
    engine.setRequest(null);
    setTip(null);
  }, [engine]);
  useEscape(tip?.isPinned ?? false, unpin);
  const pointer = useMemo(() => {
    const under = (event: MouseEvent) => {
      return targetAt(targets(), pointOf(event));
    };
    const pointOf = (event: MouseEvent): Point => {
      const origin = world.current?.getBoundingClientRect();
      return { x: event.clientX - (origin?.x ?? 0), y: event.clientY - (origin?.y ?? 0) };
    };
    const requestTip = (event: MouseEvent, pin: boolean) =>
      requestTipAt(pointOf(event), { engine, layout, isPinned: pin });
    return {
      onClick: (event: MouseEvent) => {
        const pinned = requestTip(event, true);
        isPinned.current = pinned !== null;
        setTip(pinned);
        if (!pinned) choose(under(event));
      },
      onDoubleClick: () => onInspect?.(),
      onContextMenu: (event: MouseEvent) => {
        const target = under(event);
        if (!target) return;
        event.preventDefault();
        openMenu(target, { x: event.clientX, y: event.clientY });
      },
      onPointerMove: (event: PointerEvent) => {
        if (event.pointerType === "touch") return;
        if (isPinned.current) return;
        const dot = requestTip(event, false);
        const target = dot ? null : under(event);
        const pod = target?.selection.kind === "Pod" ? target.selection.id : null;
        engine.setHovered(pod);
        if (world.current) world.current.style.cursor = pod !== null || dot ? "pointer" : "";
        setTip((before) => dot ?? tipFor(target, before, layout));
      },
      onPointerLeave: () => {
        engine.setHovered(null);
        if (isPinned.current) return;
        engine.setRequest(null);
        setTip(null);
      },
    };
  }, [choose, targets, world, onInspect, openMenu, engine, layout]);
  return { tip, pointer };
}

function requestTipAt(
  point: Point,
  { engine, layout, isPinned }: { engine: StageEngine; layout: StageLayout; isPinned: boolean },
): Tip | null {
  const dot = engine.requestAt(point);
  engine.setRequest(dot?.id ?? null);
  if (!dot) return null;
  const rect = { x: dot.x - 6, y: dot.y - 6, w: 12, h: 12 };
  return { rect, selection: null, request: dot.request, world: layout, isPinned };
}

function useEscape(isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [isOpen, close]);
}

/** Middle of a box of the stage, in page coordinates. */
function pagePoint(world: HTMLElement | null, rect: Rect): Point {
  const origin = world?.getBoundingClientRect();
  return { x: (origin?.x ?? 0) + rect.x + rect.w / 2, y: (origin?.y ?? 0) + rect.y + rect.h / 2 };
}

interface KeyContext {
  readonly all: readonly Target[];
  readonly here: Target | null;
  choose(target: Target | null): void;
  openMenu(target: Target): void;
  kill(line: string): void;
  inspect(): void;
}

function handleKey(
  event: KeyboardEvent,
  { all, here, choose, openMenu, kill, inspect }: KeyContext,
): boolean {
  const sign = signOf(event);
  switch (sign) {
    case "ArrowLeft":
    case "ArrowRight":
    case "ArrowUp":
    case "ArrowDown": {
      if (event.shiftKey) return false;
      const next = here ? neighbourOf(all, here, sign satisfies Direction) : (all[0] ?? null);
      if (next) choose(next);
      return true;
    }
    case "Home":
      choose(edgeNode(all, "first") ?? here);
      return true;
    case "End":
      choose(edgeNode(all, "last") ?? here);
      return true;
    case "Enter":
      if (here) inspect();
      return here !== null;
    case "Delete":
    case "x":
    case "X":
      if (here?.selection.kind !== "Pod") return false;
      kill(killLine(here.selection));
      return true;
    case "ContextMenu":
      if (here) openMenu(here);
      return here !== null;
    case "F10":
      if (!event.shiftKey || !here) return false;
      openMenu(here);
      return true;
    case "Escape":
      if (!here) return false;
      choose(null);
      return true;
    default:
      return false;
  }
}

/** The same tip stays the same object, so that moving within a box draws nothing. */
function tipFor(target: Target | null, before: Tip | null, world: StageLayout): Tip | null {
  if (!target) return null;
  const { rect, selection } = target;
  const isSame = before?.selection?.id === selection.id && before.selection.kind === selection.kind;
  if (isSame && before.rect === rect) return before;
  return { rect, selection, world };
}
