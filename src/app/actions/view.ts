import { zoomBy } from "#app/stage/use-zoom.ts";
import { defineAction, type Action } from "./define.ts";

export const listView = defineAction({
  name: "list-view",
  label: "actions.listView",
  group: "view",
  keys: ["v"],
  enabled: () => true,
  perform({ world }) {
    const { listView: isList } = world.store.getState();
    world.setPage({ listView: !isList });
    focusSoon(isList ? "[data-testid=stage]" : "[role=tree] [tabindex='0']");
  },
});

export const legend = defineAction({
  name: "legend",
  label: "actions.legend",
  group: "view",
  keys: ["k"],
  enabled: () => true,
  perform: ({ shell }) => shell.setState({ legend: !shell.getState().legend }),
});

export const messages = defineAction({
  name: "messages",
  label: "actions.messages",
  group: "view",
  keys: ["m"],
  enabled: () => true,
  perform: ({ world }) => world.setPage({ messages: !world.store.getState().messages }),
});

export const zoomIn = zoomAction("zoom-in", { keys: ["+", "="], steps: 1 });
export const zoomOut = zoomAction("zoom-out", { keys: ["-"], steps: -1 });

export const zoomFit = defineAction({
  name: "zoom-fit",
  label: "actions.zoomFit",
  group: "view",
  keys: ["0"],
  enabled: ({ zoom }) => zoom !== 0,
  perform: ({ world }) => world.setPage({ zoom: 0 }),
});

export const present = defineAction({
  name: "present",
  label: "actions.present",
  group: "view",
  keys: ["p"],
  enabled: () => true,
  perform: ({ world }) => world.setPage({ present: !world.store.getState().present }),
});

export const help = defineAction({
  name: "help",
  label: "actions.help",
  group: "view",
  keys: ["?"],
  enabled: () => true,
  perform: ({ shell }) =>
    shell.setState({ dialog: shell.getState().dialog === "help" ? null : "help" }),
});

export const share = defineAction({
  name: "share",
  label: "actions.share",
  group: "view",
  keys: ["Mod+s"],
  enabled: () => true,
  perform: ({ shell }) => shell.setState({ dialog: "share" }),
});

export const toTerminal = defineAction({
  name: "to-terminal",
  label: "actions.toTerminal",
  group: "view",
  keys: ["t"],
  enabled: () => true,
  perform({ shell }) {
    const { prompt } = shell.getState();
    shell.setState({
      dockOpen: true,
      dockTab: "terminal",
      phoneTab: "kubectl",
      prompt: { ...prompt, text: "", serial: prompt.serial + 1 },
    });
  },
});

export const toLesson = defineAction({
  name: "to-lesson",
  label: "actions.toLesson",
  group: "view",
  keys: ["l"],
  enabled: ({ lesson }) => lesson !== null,
  perform({ shell }) {
    shell.setState({ mode: "lesson", leftTab: "lesson", phoneTab: "lesson", drawer: "left" });
    focusSoon("[data-lesson-text]");
  },
});

export const toEditor = defineAction({
  name: "to-editor",
  label: "actions.toEditor",
  group: "view",
  keys: ["y"],
  enabled: () => true,
  perform({ shell }) {
    shell.setState({ mode: "sandbox", leftTab: "files", phoneTab: "yaml", drawer: "left" });
    focusSoon("[data-editor] textarea, [data-editor] [role=textbox]");
  },
});

export const closeAll = defineAction({
  name: "close-all",
  label: "actions.close",
  group: "view",
  keys: ["Escape"],
  enabled: () => true,
  perform({ world, shell }) {
    if (shell.getState().drawer) shell.setState({ drawer: null });
    else if (world.store.getState().present) world.setPage({ present: false });
    else if (world.store.getState().selection) world.setPage({ selection: null });
  },
});

const LOOK_EVERY_MS = 50;
const MOST_LOOKS = 40;

/** Puts the focus on what the page is about to draw, which may have to be loaded first. */
function focusSoon(selector: string, looks = 0): void {
  window.setTimeout(() => {
    const found = document.querySelector<HTMLElement>(selector);
    if (found) found.focus();
    else if (looks < MOST_LOOKS) focusSoon(selector, looks + 1);
  }, LOOK_EVERY_MS);
}

function zoomAction(
  name: "zoom-in" | "zoom-out",
  { keys, steps }: { readonly keys: readonly string[]; readonly steps: 1 | -1 },
): Action {
  return defineAction({
    name,
    label: steps === 1 ? "actions.zoomIn" : "actions.zoomOut",
    group: "view",
    keys,
    enabled: ({ zoom }) => zoomBy(zoom, steps) !== zoom,
    perform: ({ world }) => world.setPage({ zoom: zoomBy(world.store.getState().zoom, steps) }),
  });
}
