import { existsSync, readFileSync, statSync } from "node:fs";
import { problemText } from "#lessons/folder.ts";
import { findLesson } from "./lesson-files.ts";
import { playLesson } from "./lesson-run.ts";
import { tellScript } from "./script-run.ts";

const USAGE = `Runs a script of kubectl lines against a cluster in virtual time and prints what happens.

  npm run headless -- FILE        a file, or - for standard input
  npm run headless -- --lesson L06 [--wrong]
                                  a lesson by id or folder: plays its solution, or the run that must not pass

Lines of a script:
  kubectl get pods                a command, with <<'EOF' here-documents
  tick 30s                        lets virtual time pass
  fault node-power worker-2       breaks something; heal NAME TARGET makes it whole
  expect-rc 1                     the exit code that the command before must have had
  cluster: masters=1 workers=2    on the first line: another machine park than three and three
  # ...                           a comment

Exit status: 0 when every expectation held, 1 when one did not or the script cannot be read.
`;

process.exitCode = main(process.argv.slice(2));

function main(words: readonly string[]): number {
  if (words[0] === "--lesson") return tellLesson(words.slice(1));
  return runFile(words);
}

/** Exit status 0 when the solution solves the lesson, or the wrong run does not. */
function tellLesson([name = "", ...rest]: readonly string[]): number {
  const isWrong = rest.includes("--wrong");
  const found = findLesson(name);
  if (!found) {
    process.stderr.write(`there is no lesson ${name}\n`);
    return 1;
  }
  for (const problem of found.problems) process.stderr.write(`${problemText(problem)}\n`);
  const { transcript, progress, problems } = playLesson(
    found.lesson,
    isWrong ? "wrong" : "solution",
  );
  process.stdout.write(transcript);
  const isSolved = progress.status === "solved";
  const isRight = isWrong ? !isSolved : isSolved && problems.length === 0;
  return isRight && found.problems.length === 0 ? 0 : 1;
}

function runFile([path, ...rest]: readonly string[]): number {
  if (path === "--help" || path === "-h") {
    process.stdout.write(USAGE);
    return 0;
  }
  if (path === undefined || rest.length > 0) {
    process.stderr.write(USAGE);
    return 1;
  }
  if (path !== "-" && !isFile(path)) {
    process.stderr.write(`${path}: no such file\n`);
    return 1;
  }
  return tellScript(
    path === "-" ? "standard input" : path,
    readFileSync(path === "-" ? 0 : path, "utf8"),
    {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      readFile: (name) => (isFile(name) ? readFileSync(name, "utf8") : undefined),
    },
  );
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
