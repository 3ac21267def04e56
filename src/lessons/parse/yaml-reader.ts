import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from "yaml";
import type { LessonProblem } from "#protocol/lesson.ts";
import { parseCheck, type Check } from "../check.ts";
import { durationMs } from "../duration.ts";

/** A value of a YAML file with its place. */
export interface Place {
  readonly node: Node | null;
  /** Where to point when something is missing inside. */
  readonly offset: number;
}

/** Reads values out of one YAML file and collects everything that is wrong with them, with line and column. */
export class YamlReader {
  readonly problems: LessonProblem[] = [];
  readonly root: Place;
  private readonly file: string;
  private readonly lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    const document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    for (const { message, pos } of document.errors) this.report(pos[0], message);
    this.root = { node: document.contents, offset: 0 };
  }

  /** Notes a problem at a place. */
  fail(place: Place, message: string): void {
    this.report(place.node?.range?.[0] ?? place.offset, message);
  }

  /** The values of a map by key; keys that are not among `known` are problems. */
  record(place: Place, known: readonly string[]): ReadonlyMap<string, Place> {
    const found = new Map<string, Place>();
    if (!isMap(place.node)) {
      this.fail(place, "a map with keys is wanted here");
      return found;
    }
    for (const { key, value } of place.node.items) {
      const node = key as Node | null;
      const offset = node?.range?.[0] ?? place.offset;
      const name = isScalar(node) ? String(node.value) : "";
      if (!known.includes(name))
        this.report(
          offset,
          `there is no key ${name || "like this"}; there are ${known.join(", ")}`,
        );
      else found.set(name, { node: value as Node | null, offset });
    }
    return found;
  }

  /** The value of a key that has to be there. */
  required(of: ReadonlyMap<string, Place>, key: string, around: Place): Place {
    const place = of.get(key);
    if (!place) this.fail(around, `${key} is missing`);
    return place ?? { node: null, offset: around.node?.range?.[0] ?? around.offset };
  }

  /** The parts of a list; an absent list is empty. */
  list(place: Place | undefined): readonly Place[] {
    if (!place) return [];
    if (!isSeq(place.node)) {
      if (place.node !== null) this.fail(place, "a list is wanted here");
      return [];
    }
    const { offset } = place;
    return place.node.items.map((item) => ({ node: item as Node | null, offset }));
  }

  text(place: Place | undefined): string {
    if (!place?.node) return "";
    if (isScalar(place.node) && ["string", "number", "boolean"].includes(typeof place.node.value))
      return place.node.source ?? String(place.node.value);
    this.fail(place, "a text is wanted here");
    return "";
  }

  texts(place: Place | undefined): readonly string[] {
    return this.list(place).map((each) => this.text(each));
  }

  number(place: Place | undefined, absent: number): number {
    if (!place?.node) return absent;
    if (isScalar(place.node) && typeof place.node.value === "number") return place.node.value;
    this.fail(place, "a number is wanted here");
    return absent;
  }

  flag(place: Place | undefined): boolean {
    if (!place?.node) return false;
    if (isScalar(place.node) && typeof place.node.value === "boolean") return place.node.value;
    this.fail(place, "true or false is wanted here");
    return false;
  }

  oneOf<T extends string>(place: Place, words: readonly T[], absent: T): T {
    const text = this.text(place);
    const word = words.find((each) => each === text);
    if (word === undefined && place.node)
      this.fail(place, `${text} is none of ${words.join(", ")}`);
    return word ?? absent;
  }

  /** `30s`, `5m`, `40m10s` in ms. */
  duration(place: Place | undefined, absent: number): number {
    if (!place?.node) return absent;
    const text = this.text(place);
    const ms = durationMs(text);
    if (ms === undefined) this.fail(place, `${text} is no duration such as 30s or 5m`);
    return ms ?? absent;
  }

  /** An expression of the check language. */
  check(place: Place, onCheck: (check: Check) => void): string {
    const text = this.text(place);
    if (text === "") return "";
    const parsed = parseCheck(text);
    if (parsed.ok) onCheck(parsed.check);
    else this.report((place.node?.range?.[0] ?? place.offset) + parsed.offset, parsed.message);
    return text;
  }

  private report(offset: number, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.problems.push({
      file: this.file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      message,
    });
  }
}
