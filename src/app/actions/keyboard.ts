import { useEffect } from "react";
import { useWorld } from "#app/state/create-yard.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import { isComposing, signOf } from "#app/ui/keys.ts";
import { ACTIONS } from "./index.ts";

/** The parts of a key press that name it. */
export type KeyPress = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"
> & {
  readonly code?: string;
};

/** `Space`, `n`, `Shift+ArrowLeft`, `Mod+z`: Mod is Ctrl, or Cmd on a Mac. Shift is named only where it does not change the sign itself. */
export function keyName(press: KeyPress): string {
  const { ctrlKey, metaKey, altKey, shiftKey } = press;
  const key = signOf(press);
  const sign = key === " " ? "Space" : key.length === 1 ? key.toLowerCase() : key;
  const named = sign.length > 1 && shiftKey ? `Shift+${sign}` : sign;
  return `${ctrlKey || metaKey ? "Mod+" : ""}${altKey ? "Alt+" : ""}${named}`;
}

/** Whether this element takes letters itself. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest(".monaco-editor, .xterm, dialog")) return true;
  if (target instanceof HTMLInputElement)
    return target.type !== "checkbox" && target.type !== "radio" && target.type !== "range";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether the element under the focus needs this key for itself: buttons take Space, menus and trees take letters. */
function isTaken(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (name === "Space")
    return (
      target.closest("button, a, summary, input, [role=button], [role=treeitem], [role=tab]") !==
      null
    );
  if (name.startsWith("Shift+")) return target.closest("[role=slider], input[type=range]") !== null;
  return target.closest("[role=menu]") !== null;
}

/** Performs actions by their keys, unless somebody is typing or composing, or has switched single letters off. */
export function useShortcuts(): void {
  const world = useWorld();
  const shell = useShellHandle();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event) || event.repeat || isTyping(event.target))
        return;
      const name = keyName(event);
      const action = ACTIONS.find(({ keys }) => keys.includes(name));
      if (!action || isTaken(event.target, name)) return;
      if (!shell.getState().shortcuts && name.length === 1) return;
      if (!action.enabled(world.store.getState())) return;
      if (name !== "Escape") event.preventDefault();
      void Promise.resolve(action.perform({ world, shell })).catch(() => undefined);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [world, shell]);
}
