import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lessonFolders, readLesson } from "#hosts/cli/lesson-files.ts";
import { parseLessonFolder } from "./folder.ts";
import { lessonArchive, readArchive, readOwnLesson } from "./own.ts";
import { writeLessonFolder } from "./write.ts";

const TRY_ROOT = fileURLToPath(new URL("testdata/", import.meta.url));
const KEEP = readLesson("90-try/01-keep", TRY_ROOT);
const FILES = writeLessonFolder(KEEP.lesson, KEEP.texts);

describe("a written lesson folder", () => {
  const all = [
    ...lessonFolders(TRY_ROOT).map((folder) => ({ folder, root: TRY_ROOT })),
    ...lessonFolders().map((folder) => ({ folder, root: undefined })),
  ];
  test.each(all)("$folder is read back as it was", ({ folder, root }) => {
    const { lesson, texts } = readLesson(folder, root);
    const again = parseLessonFolder(folder, writeLessonFolder(lesson, texts));
    expect(again.problems).toEqual([]);
    expect(again.lesson).toEqual(lesson);
    expect(again.texts).toEqual(texts);
  });

  test("keeps a line that looks like a heading as text", () => {
    const { lesson, texts } = KEEP;
    const kill = texts.en.steps["kill"];
    if (!kill) throw new Error("the step has a text");
    const en = { ...texts.en, steps: { ...texts.en.steps, kill: { ...kill, say: "a\n# step x" } } };
    const again = parseLessonFolder("90-try/01-keep", writeLessonFolder(lesson, { ...texts, en }));
    expect(again.problems).toEqual([]);
    expect(again.texts.en.steps["kill"]?.say).toBe("a\n # step x");
  });
});

describe("a lesson of one's own", () => {
  test("needs one language and no wrong run", () => {
    const files = FILES.filter(({ name }) => name !== "ko.md" && name !== "wrong.txt");
    const own = readOwnLesson(files);
    expect(own.ok && Object.keys(own.texts)).toEqual(["en"]);
    expect(own.ok && own.lesson.definition.steps).toEqual(KEEP.lesson.definition.steps);
  });

  test("tells what is wrong with it", () => {
    const files = FILES.filter(({ name }) => !name.endsWith(".md"));
    expect(readOwnLesson(files)).toMatchObject({
      ok: false,
      problems: [{ message: "the file is missing" }, { message: "the file is missing" }],
    });
  });

  test("travels as an archive, the same each time", () => {
    const archive = lessonArchive("keep", FILES);
    expect(lessonArchive("keep", FILES)).toEqual(archive);
    const read = readArchive(archive);
    expect(read.ok && [...read.files]).toEqual([...FILES]);
  });

  test("travels as JSON", () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ files: FILES }));
    expect(readArchive(bytes)).toEqual({ ok: true, files: FILES });
  });

  const rows: [string, Uint8Array, string][] = [
    ["noise", new Uint8Array([1, 2, 3]), "no lesson"],
    ["broken JSON", new TextEncoder().encode('{"files":'), "no lesson"],
    ["another archive", lessonArchive("x", [{ name: "a.txt", text: "" }]), "no lesson.yaml"],
    ["too much", new Uint8Array(3_000_000), "too large"],
  ];
  test.each(rows)("%s is refused", (_name, bytes, problem) => {
    const read = readArchive(bytes);
    expect(read.ok ? "" : read.problem).toContain(problem);
  });
});
