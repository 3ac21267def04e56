import { parseShell } from "./parse.ts";
import { runStatement, type Shell } from "./run.ts";

/** The words with quotes taken away and `$NAME`, `${NAME}`, `$(…)`, `$((…))` put in. */
export function expandWords(shell: Shell, words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const text = expandWord(shell, word);
    return text === "" && !/['"]/.test(word) ? [] : [text];
  });
}

function expandWord(shell: Shell, word: string): string {
  let text = "";
  let i = 0;
  while (i < word.length) {
    const letter = word[i] ?? "";
    if (letter === "'") {
      const end = indexFrom(word, "'", i + 1);
      text += word.slice(i + 1, end);
      i = end + 1;
    } else if (letter === '"') {
      const end = doubleQuoteEnd(word, i + 1);
      text += expandInner(shell, word.slice(i + 1, end));
      i = end + 1;
    } else if (letter === "\\") {
      text += word[i + 1] ?? "";
      i += 2;
    } else if (letter === "$" || letter === "`") {
      const { value, end } = substitute(shell, word, i);
      text += value;
      i = end;
    } else {
      text += letter;
      i += 1;
    }
  }
  return text;
}

function expandInner(shell: Shell, inner: string): string {
  let text = "";
  let i = 0;
  while (i < inner.length) {
    const letter = inner[i] ?? "";
    if (letter === "\\" && /["\\$`]/.test(inner[i + 1] ?? "")) {
      text += inner[i + 1];
      i += 2;
    } else if (letter === "$" || letter === "`") {
      const { value, end } = substitute(shell, inner, i);
      text += value;
      i = end;
    } else {
      text += letter;
      i += 1;
    }
  }
  return text;
}

function substitute(shell: Shell, word: string, from: number): { value: string; end: number } {
  if (word[from] === "`") {
    const end = indexFrom(word, "`", from + 1);
    return { value: outputOf(shell, word.slice(from + 1, end)), end: end + 1 };
  }
  if (word.startsWith("$((", from)) {
    const end = word.indexOf("))", from);
    const stop = end < 0 ? word.length : end;
    return { value: String(arithmetic(shell, word.slice(from + 3, stop))), end: stop + 2 };
  }
  if (word.startsWith("$(", from)) {
    const end = parenthesisEnd(word, from + 1);
    return { value: outputOf(shell, word.slice(from + 2, end)), end: end + 1 };
  }
  const braced = /^\$\{([A-Za-z_]\w*)(?::?[-=]([^}]*))?\}/.exec(word.slice(from));
  if (braced) {
    const value = shell.variables.get(braced[1] ?? "");
    return { value: value || (braced[2] ?? ""), end: from + braced[0].length };
  }
  const plain = /^\$([A-Za-z_]\w*|[0-9?#@*$])/.exec(word.slice(from));
  if (!plain) return { value: "$", end: from + 1 };
  return { value: variable(shell, plain[1] ?? ""), end: from + plain[0].length };
}

function variable(shell: Shell, name: string): string {
  if (name === "?") return String(shell.status);
  if (name === "$") return "1";
  if (name === "HOSTNAME") return shell.hostname;
  return shell.variables.get(name) ?? "";
}

function outputOf(shell: Shell, script: string): string {
  const outer = shell.capture;
  shell.capture = [];
  runStatement(shell, parseShell(script));
  const text = shell.capture.join("\n");
  shell.capture = outer;
  return text;
}

/** Whole numbers, names, + - * / % and comparisons, from left to right with the usual precedence. */
function arithmetic(shell: Shell, expression: string): number {
  const tokens = expression.match(/\d+|[A-Za-z_]\w*|[-+*/%<>=!]=?|[()]/g) ?? [];
  let at = 0;
  const atom = (): number => {
    const token = tokens[at++] ?? "0";
    if (token === "(") {
      const value = sum();
      at += 1;
      return value;
    }
    if (token === "-") return -atom();
    if (/^\d/.test(token)) return Number(token);
    return token === "RANDOM" ? 4 : Number(shell.variables.get(token) ?? 0) || 0;
  };
  const product = (): number => {
    let value = atom();
    while (tokens[at] === "*" || tokens[at] === "/" || tokens[at] === "%") {
      const operator = tokens[at++];
      const right = atom();
      if (operator === "*") value *= right;
      else if (right !== 0) value = operator === "/" ? Math.trunc(value / right) : value % right;
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const operator = tokens[at++];
      value += operator === "+" ? product() : -product();
    }
    return value;
  };
  return sum();
}

function parenthesisEnd(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "(") depth += 1;
    else if (text[i] === ")" && --depth === 0) return i;
  }
  return text.length;
}

function doubleQuoteEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i += 1;
    else if (text.startsWith("$(", i)) i = parenthesisEnd(text, i + 1);
    else if (text[i] === '"') return i;
  }
  return text.length;
}

function indexFrom(text: string, letter: string, from: number): number {
  const index = text.indexOf(letter, from);
  return index < 0 ? text.length : index;
}
