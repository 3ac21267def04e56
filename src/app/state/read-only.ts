import type { Command, CommandType } from "#protocol/messages.ts";
import type { Send } from "./hooks.ts";

/** Commands that change the cluster without being kubectl lines. */
const CHANGES: readonly CommandType[] = ["fault", "load", "undo"];

/** The same door, open only for looking while there is a refusal: time moves, kubectl reads, and what would change the cluster is refused with that sentence. */
export function guarded(send: Send, refusal: () => string | null): Send {
  return (command) => {
    const sentence = refusal();
    if (sentence === null) return send(command);
    if (CHANGES.includes(command.type)) return Promise.reject(new Error(sentence));
    const asked: Command = command;
    const sent = asked.type === "kubectl" ? { ...asked, readOnly: true } : command;
    return send(sent as typeof command);
  };
}
