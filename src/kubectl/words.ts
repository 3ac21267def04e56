/** The words of a command line, or why it cannot be split. */
export type SplitLine = { readonly words: readonly string[] } | { readonly error: string };

/** Splits a line as a POSIX shell splits a simple command: quotes and backslashes, no expansion. A word starting with `#` begins a comment. */
export function splitWords(line: string): SplitLine {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  while (at < line.length) {
    const char = line.charAt(at);
    if (char === "'" || char === '"') {
      const quoted = readQuoted(line, at);
      if (quoted === undefined)
        return { error: `unexpected end of line while looking for matching ${char}` };
      word = (word ?? "") + quoted.text;
      at = quoted.end;
      continue;
    }
    at += 1;
    if (char === "\\") {
      const escaped = line.charAt(at);
      at += 1;
      if (escaped !== "\n") word = (word ?? "") + escaped;
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "#" && word === undefined) break;
    else word = (word ?? "") + char;
  }
  if (word !== undefined) words.push(word);
  return { words };
}

function readQuoted(
  line: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  const quote = line.charAt(start);
  let text = "";
  for (let at = start + 1; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === quote) return { text, end: at + 1 };
    const next = line.charAt(at + 1);
    if (quote === '"' && char === "\\" && '"\\$`\n'.includes(next) && next !== "") {
      at += 1;
      if (next !== "\n") text += next;
    } else text += char;
  }
  return undefined;
}
