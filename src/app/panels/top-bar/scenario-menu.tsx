import { useEffect, useRef, useState } from "react";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { Icon } from "#app/ui/icon.tsx";

/** The name of what is open, and how to begin anew. */
export function ScenarioMenu() {
  const text = useText();
  const shell = useShellHandle();
  const session = useSession();
  const files = useYard((state) => state.files);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const onPointer = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [open]);
  const choose = (act: () => unknown) => () => {
    setOpen(false);
    button.current?.focus();
    void act();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
      return;
    }
    if (!open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const items = [...(box.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const index = items.findIndex((item) => item === document.activeElement);
    items[(index + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length]?.focus();
  };
  const lesson = useShell((state) => state.lesson);
  const language = useYard((state) => state.language);
  const lessonTitle = lesson?.texts[language]?.title.replace(/\{[^|}]*\|([^}]*)\}/g, "$1");
  const shop = files.some(({ name }) => name === "shop.yaml");
  return (
    <div ref={box} className="scenario-menu" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className="scenario-title"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span>{lessonTitle ?? text(shop ? "topBar.scenario.shop" : "topBar.scenario.own")}</span>
        <Icon name="chevron" size={14} />
      </button>
      {open && (
        <div className="menu" role="menu" aria-label={text("topBar.scenarios")}>
          <button
            type="button"
            role="menuitem"
            onClick={choose(async () => {
              if (lesson) await session.leaveLesson();
              shell.setState({ mode: "lesson" });
            })}
          >
            {text("topBar.lessons")}
          </button>
          {lesson && (
            <button
              type="button"
              role="menuitem"
              onClick={choose(async () => {
                await session.leaveLesson();
                shell.setState({ mode: "sandbox" });
              })}
            >
              {text("lesson.leave")}
            </button>
          )}
          <button type="button" role="menuitem" onClick={choose(() => session.startAnew("shop"))}>
            {text("topBar.newShop")}
          </button>
          <button type="button" role="menuitem" onClick={choose(() => session.startAnew("empty"))}>
            {text("topBar.newEmpty")}
          </button>
          <button
            type="button"
            role="menuitem"
            onClick={choose(() => shell.setState({ guideStep: 0, mode: "sandbox" }))}
          >
            {text("topBar.guide")}
          </button>
          <button
            type="button"
            role="menuitem"
            onClick={choose(() => shell.setState({ dialog: "share" }))}
          >
            {text("topBar.openFile")}
          </button>
        </div>
      )}
    </div>
  );
}
