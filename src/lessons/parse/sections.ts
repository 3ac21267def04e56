import type { LessonProblem } from "#protocol/lesson.ts";

/** A part of a Markdown file under one heading. Lines count from one. */
export interface Section {
  /** `step`, `predict`, `hint` … */
  readonly word: string;
  /** What stands between the word and the colon. */
  readonly id: string;
  /** What stands behind the colon. */
  readonly title: string;
  readonly line: number;
  readonly body: readonly string[];
  readonly parts: readonly Section[];
}

/** A Markdown file of a lesson, taken apart. */
export interface Sections {
  readonly front: ReadonlyMap<string, string>;
  readonly sections: readonly Section[];
  readonly problems: readonly LessonProblem[];
}

/** Takes a Markdown file apart at its front matter and its headings of one and two signs. */
export function readSections(file: string, text: string): Sections {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const problems: LessonProblem[] = [];
  const fail = (line: number, message: string) =>
    void problems.push({ file, line, column: 1, message });
  const front = new Map<string, string>();
  let at = 0;
  if (lines[0] === "---") {
    const end = lines.indexOf("---", 1);
    if (end < 0) fail(1, "the first part does not end: --- is missing");
    at = end < 0 ? lines.length : end + 1;
    for (const [i, line] of lines.slice(1, Math.max(1, end)).entries()) {
      const match = /^(\w+):\s*(.*)$/.exec(line);
      if (match) front.set(match[1] ?? "", (match[2] ?? "").trim());
      else if (line.trim() !== "") fail(i + 2, `${line} is no "key: text"`);
    }
  } else fail(1, "the file must begin with --- and title, objective and official");
  const sections: { section: Section; body: string[]; parts: Section[] }[] = [];
  let body: string[] | undefined;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const heading = /^(##?)\s+([a-z-]+)(?:\s+([^:]*?))?\s*(?::\s*(.*))?$/.exec(line);
    if (!heading && /^#+\s/.test(line)) fail(at + 1, `${line} is no heading known here`);
    else if (!heading) {
      if (body) body.push(line);
      else if (line.trim() !== "") fail(at + 1, "this text stands under no heading");
    } else {
      const [, signs = "", word = "", id = "", title = ""] = heading;
      const own: string[] = [];
      const parts: Section[] = [];
      const section: Section = { word, id, title: title.trim(), line: at + 1, body: own, parts };
      const above = sections.at(-1);
      if (signs === "##" && above) above.parts.push(section);
      else sections.push({ section, body: own, parts });
      body = own;
    }
  }
  return { front, sections: sections.map(({ section }) => section), problems };
}

/** The text of a body without empty lines around it. */
export function bodyText(body: readonly string[]): string {
  return body.join("\n").trim();
}
