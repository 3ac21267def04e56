import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { actionsFor } from "./actions.ts";
import type { Menu } from "./use-stage-input.ts";

interface StageMenuProps {
  readonly menu: Menu;
  readonly onClose: () => void;
  readonly onInspect?: () => void;
}

/** What can be done to a pod or node. Opened by the secondary button, the Menu key or Shift+F10. */
export function StageMenu({ menu, onClose, onInspect }: StageMenuProps) {
  const yard = useYardHandle();
  const state = useYard((all) => all);
  const text = useText();
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(menu.at);
  useLayoutEffect(() => {
    const box = list.current?.getBoundingClientRect();
    if (!box) return;
    setPlace({
      x: Math.max(8, Math.min(menu.at.x, window.innerWidth - box.width - 8)),
      y: Math.max(8, Math.min(menu.at.y, window.innerHeight - box.height - 8)),
    });
    list.current?.querySelector("button")?.focus();
  }, [menu]);
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !list.current?.contains(event.target)) onClose();
    };
    window.addEventListener("pointerdown", onPress);
    return () => window.removeEventListener("pointerdown", onPress);
  }, [onClose]);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      moveFocus(list.current, event.key === "ArrowDown" ? 1 : -1);
    }
  };
  const run = (perform: () => void) => () => {
    onClose();
    perform();
  };
  return (
    <div
      ref={list}
      role="menu"
      aria-label={text("stage.menu.label", { name: menu.selection.name })}
      className="stage-menu"
      style={{ left: place.x, top: place.y }}
      onKeyDown={onKeyDown}
    >
      {onInspect && (
        <button type="button" role="menuitem" tabIndex={-1} onClick={run(onInspect)}>
          {text("stage.menu.inspect")}
        </button>
      )}
      {actionsFor(menu.selection, state).map((action) => (
        <button
          key={action.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={action.isDanger ? "is-danger" : ""}
          onClick={run(() => action.run(yard))}
        >
          {text(action.label)}
        </button>
      ))}
    </div>
  );
}

function moveFocus(list: HTMLElement | null, by: 1 | -1): void {
  const items = [...(list?.querySelectorAll("button") ?? [])];
  const here = items.findIndex((item) => item === document.activeElement);
  items[(here + by + items.length) % items.length]?.focus();
}
