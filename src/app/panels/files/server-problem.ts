import type { Diagnostic } from "#app/editor/diagnostic.ts";

/** A refusal of the server, and where in the text it points. */
export interface ServerProblem {
  readonly message: string;
  /** The text that was refused: the problem is shown until the text changes. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Puts a refusal beside the fields it names; without such a place only the message is left. */
export async function serverProblem(stderr: string, text: string): Promise<ServerProblem> {
  const { locateRefusal } = await import("#app/editor/locate.ts");
  return { message: stderr.trim(), text, diagnostics: locateRefusal(stderr.trim(), text) };
}
