/** What an entered line asks for. */
export type Entered =
  | { readonly type: "nothing" }
  /** `line` is without `kubectl`; a here-document goes on until a line that says `until`. */
  | { readonly type: "kubectl"; readonly line: string; readonly until?: string }
  | { readonly type: "clear" }
  | { readonly type: "help" }
  | { readonly type: "pipe" }
  | { readonly type: "unknown"; readonly word: string };

const HERE_DOC = /<<-?\s*(['"]?)(\w+)\1\s*$/;
const CAT_HERE_DOC = /^cat\s+<<-?\s*(['"]?)(\w+)\1\s*\|\s*(.*)$/;

/** Reads one line as a small shell would that knows only kubectl. */
export function interpret(entered: string): Entered {
  const text = entered.trim();
  if (text === "" || text.startsWith("#")) return { type: "nothing" };
  const fromCat = CAT_HERE_DOC.exec(text);
  if (fromCat) {
    const inner = interpret(fromCat[3] ?? "");
    return inner.type === "kubectl" ? { ...inner, until: fromCat[2] ?? "" } : inner;
  }
  const hereDoc = HERE_DOC.exec(text);
  const command = hereDoc ? text.slice(0, hereDoc.index).trim() : text;
  const [word = ""] = command.split(/\s+/);
  if (word === "clear") return { type: "clear" };
  if (word === "help") return { type: "help" };
  if (word !== "kubectl" && word !== "k") return { type: "unknown", word };
  if (hasPipe(command)) return { type: "pipe" };
  const line = command.slice(word.length).trim();
  return hereDoc ? { type: "kubectl", line, until: hereDoc[2] ?? "" } : { type: "kubectl", line };
}

/** A pipe or a redirection outside of quotes. */
function hasPipe(command: string): boolean {
  return /[|><]/.test(command.replace(/'[^']*'|"(\\.|[^"\\])*"/g, ""));
}

/** Cuts at `;` and `&&` outside of quotes. */
export function commandsOf(line: string): readonly string[] {
  const parts = [""];
  for (const [piece] of line.matchAll(/'[^']*'|"(?:\\.|[^"\\])*"|;|&&|./g)) {
    if (piece === ";" || piece === "&&") parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
