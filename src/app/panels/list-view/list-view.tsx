import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { killLine } from "#app/stage/actions.ts";
import { StageMenu } from "#app/stage/stage-menu.tsx";
import type { Menu } from "#app/stage/use-stage-input.ts";
import { isComposing, signOf } from "#app/ui/keys.ts";
import "./list-view.css";
import { besideNodes, treeOf, type Branch } from "./tree.ts";

/** Longest list drawn at once; beyond it nodes start closed. */
const MAX_OPEN_PODS = 200;
const LISTED: ReadonlySet<string> = new Set(["Pod", "Node", "Service", "Etcd"]);

/** The cluster as a tree of words: everything the picture shows and everything that can be done in it. Fills its parent. */
export function ListView({ onInspect }: { onInspect?: () => void }) {
  const text = useText();
  const yard = useYardHandle();
  const nodes = useYard((state) => state.nodes);
  const pods = useYard((state) => state.pods);
  const selection = useYard((state) => state.selection);
  const services = useYard((state) => state.services);
  const etcd = useYard((state) => state.etcd);
  const tree = useMemo(() => treeOf({ nodes, pods }, text), [nodes, pods, text]);
  const beside = useMemo(() => besideNodes({ services, etcd }, text), [services, etcd, text]);
  const branches = useMemo(() => [...tree, ...beside], [tree, beside]);
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const [menu, setMenu] = useState<Menu | null>(null);
  const [cursor, setCursor] = useState("cluster");
  const list = useRef<HTMLUListElement>(null);
  const isOpen = useCallback(
    (id: string, level: number) => flipped.has(id) !== (level === 1 || pods.size <= MAX_OPEN_PODS),
    [flipped, pods.size],
  );
  const shown = visible(branches, isOpen);
  const here = shown.find(({ id }) => id === cursor) ?? shown[0];

  useEffect(() => {
    if (selection && LISTED.has(selection.kind)) setCursor(selection.id);
  }, [selection]);

  const moveTo = (branch: Branch | undefined) => {
    if (!branch) return;
    setCursor(branch.id);
    if (branch.selection) yard.setPage({ selection: branch.selection });
    lineOf(list.current, branch.id)?.focus();
  };
  const flip = (id: string) =>
    setFlipped(
      (before) =>
        new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  const openMenu = (branch: Branch, at: { x: number; y: number }) =>
    branch.selection && setMenu({ selection: branch.selection, at });
  const closeMenu = () => {
    setMenu(null);
    if (here) lineOf(list.current, here.id)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!here || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = shown.indexOf(here);
    const isDone = handleKey(event, {
      here,
      isOpen: here.hasChildren && isOpen(here.id, here.level),
      go: (by) => moveTo(shown[index + by]),
      goParent: () => moveTo(shown.find(({ id }) => id === here.parent)),
      goEnd: (end) => moveTo(end === "first" ? shown[0] : shown.at(-1)),
      flip: () => flip(here.id),
      kill: (line) => void yard.runKubectl(line, { echo: true }),
      inspect: () => {
        if (here.selection) yard.setPage({ selection: here.selection });
        onInspect?.();
      },
      menu: () => openMenu(here, middleOf(lineOf(list.current, here.id))),
    });
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="list-view">
      <p className="muted list-hint">{text("list.hint")}</p>
      <ul
        ref={list}
        role="tree"
        aria-label={text("list.label")}
        className="tree"
        onKeyDown={onKeyDown}
      >
        {shown.map((branch) => (
          <TreeLine
            key={branch.id}
            branch={branch}
            isOpen={isOpen(branch.id, branch.level)}
            isHere={branch === here}
            isSelected={
              selection !== null &&
              selection.kind === branch.selection?.kind &&
              selection.id === branch.selection.id
            }
            onClick={() => moveTo(branch)}
            onFlip={() => flip(branch.id)}
            onMenu={(event) => {
              event.preventDefault();
              openMenu(branch, { x: event.clientX, y: event.clientY });
            }}
          />
        ))}
      </ul>
      {menu && <StageMenu menu={menu} onClose={closeMenu} {...(onInspect ? { onInspect } : {})} />}
    </div>
  );
}

interface TreeLineProps {
  readonly branch: Branch;
  readonly isOpen: boolean;
  readonly isHere: boolean;
  readonly isSelected: boolean;
  onClick(): void;
  onFlip(): void;
  onMenu(event: MouseEvent): void;
}

function TreeLine({ branch, isOpen, isHere, isSelected, onClick, onFlip, onMenu }: TreeLineProps) {
  return (
    <li
      role="treeitem"
      aria-level={branch.level}
      aria-selected={isSelected}
      {...(branch.hasChildren ? { "aria-expanded": isOpen } : {})}
      className={`tree-line level-${branch.level} family-mark-${branch.family}`}
      tabIndex={isHere ? 0 : -1}
      data-branch={branch.id}
      onClick={onClick}
      onDoubleClick={onFlip}
      onContextMenu={onMenu}
    >
      <span
        className="tree-fold"
        aria-hidden="true"
        onClick={branch.hasChildren ? onFlip : undefined}
      >
        {branch.hasChildren ? (isOpen ? "▾" : "▸") : ""}
      </span>
      {branch.label}
    </li>
  );
}

interface TreeKeys {
  readonly here: Branch;
  readonly isOpen: boolean;
  go(by: 1 | -1): void;
  goParent(): void;
  goEnd(end: "first" | "last"): void;
  flip(): void;
  kill(line: string): void;
  inspect(): void;
  menu(): void;
}

function handleKey(event: KeyboardEvent, keys: TreeKeys): boolean {
  const { here, isOpen } = keys;
  const actions: Record<string, () => void> = {
    ArrowDown: () => keys.go(1),
    ArrowUp: () => keys.go(-1),
    ArrowRight: () => (here.hasChildren && !isOpen ? keys.flip() : keys.go(1)),
    ArrowLeft: () => (isOpen ? keys.flip() : keys.goParent()),
    Home: () => keys.goEnd("first"),
    End: () => keys.goEnd("last"),
    Enter: keys.inspect,
    ContextMenu: keys.menu,
  };
  if (event.key === "F10" && event.shiftKey) keys.menu();
  else if (
    (event.key === "Delete" || signOf(event).toLowerCase() === "x") &&
    here.selection?.kind === "Pod"
  )
    keys.kill(killLine(here.selection));
  else if (Object.hasOwn(actions, event.key)) actions[event.key]?.();
  else return false;
  return true;
}

function visible(
  branches: readonly Branch[],
  isOpen: (id: string, level: number) => boolean,
): Branch[] {
  const open = new Map(branches.map(({ id, level }) => [id, isOpen(id, level)]));
  return branches.filter(
    ({ parent, level }) =>
      level === 1 || (open.get("cluster") === true && (level === 2 || open.get(parent) === true)),
  );
}

function lineOf(list: HTMLElement | null, id: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-branch="${CSS.escape(id)}"]`) ?? null;
}

function middleOf(element: Element | null | undefined): { x: number; y: number } {
  const box = element?.getBoundingClientRect();
  return { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + (box?.height ?? 0) };
}
