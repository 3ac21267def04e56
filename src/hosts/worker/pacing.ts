import { load, takeMissed } from "virtual:later-modules";
import type { FromWorker, ToWorker } from "#protocol/messages.ts";
import { YardSession, type KubectlProgram } from "./session.ts";

const FRAME_MS = 50;
const SLICE_MS = 10;
const IDLE_MS = 16;

/** Wall-clock pacing around a YardSession: runs the core in short slices, answers commands between them, sends frames at 20 Hz. */
export function startWorker(post: (message: FromWorker) => void): (message: ToWorker) => void {
  let lastTick = performance.now();
  let lastFrame = 0;
  /** Numbers of the frames that the page has not acknowledged. */
  const awaited = new Set<number>();
  let isStopped = false;
  const session = new YardSession({
    output: (id, stream, text) => post({ kind: "output", session: id, stream, text }),
    loadDescriptions,
    loadHelpTexts: () =>
      import("#kubectl/help-texts.ts").then(({ readHelpTexts }) => readHelpTexts()),
    loadKubectl,
    later: { load, takeMissed },
    loadLessons: () => import("./lesson-host.ts").then(({ openLesson }) => openLesson),
  });

  function loop(): void {
    if (isStopped) return;
    const now = performance.now();
    session.advance(now - lastTick, () => performance.now() - now < SLICE_MS);
    lastTick = now;
    sendFrame(now);
    setTimeout(loop, session.isBehind ? 0 : IDLE_MS);
  }

  function sendFrame(now: number): void {
    if (awaited.size > 0 || now - lastFrame < FRAME_MS) return;
    sendNow(now);
  }

  function sendNow(now: number): void {
    for (const frame of session.takeFrames()) {
      lastFrame = now;
      awaited.add(frame.seq);
      post({ kind: "frame", frame });
    }
  }

  async function answer(id: number, message: ToWorker & { kind: "command" }): Promise<void> {
    try {
      const value = await session.perform(message.command);
      // What was opened is seen with the answer, whatever was shown last.
      if (message.command.type === "open") {
        awaited.clear();
        sendNow(performance.now());
      }
      post({ kind: "reply", id, value });
    } catch (error) {
      post({
        kind: "failure",
        id,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }

  loop();
  return (message) => {
    if (isStopped) return;
    if (message.kind === "ack") awaited.delete(message.seq);
    else if (message.kind === "idle") void session.warm();
    else if (message.command.type === "crash") {
      isStopped = true;
      throw new Error("the worker was told to stop");
    } else void answer(message.id, message);
  };
}

/** kubectl is a third of the code and not needed for the first picture: it follows on its own. */
async function loadKubectl(): Promise<KubectlProgram> {
  const [{ asksForHelp, runKubectl }, { complete }] = await Promise.all([
    import("#kubectl/run.ts"),
    import("#kubectl/completion.ts"),
  ]);
  return { run: runKubectl, asksForHelp, complete };
}

/** Field descriptions by `schema` and `schema.field`. They are large, so they come when first asked for. */
async function loadDescriptions(): Promise<Readonly<Record<string, string>>> {
  const { default: descriptions } = await import("virtual:api-descriptions");
  const flat: Record<string, string> = {};
  for (const [schema, fields] of Object.entries(descriptions)) {
    for (const [field, text] of Object.entries(fields))
      flat[field === "" ? schema : `${schema}.${field}`] = text;
  }
  return flat;
}
