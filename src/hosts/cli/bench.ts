import { resolve } from "node:path";
import { calibrate } from "./bench/calibration.ts";
import { hourFigures, startFigures } from "./bench/cluster-figures.ts";
import { crowdFigures } from "./bench/crowd-figures.ts";
import { deploymentFigures } from "./bench/deployment-figures.ts";
import type { Figure } from "./bench/figure.ts";
import { frameFigures } from "./bench/frame-figures.ts";
import { lessonFigures } from "./bench/lesson-figures.ts";
import { pageFigures } from "./bench/page-figures.ts";

const DIST = resolve("dist");
/** Nodes, pods to start, and the pods a second we aim at on an ordinary laptop. */
const SIZES = [
  { nodes: 100, pods: 3_000, aim: 3_000 },
  { nodes: 1_000, pods: 3_000, aim: 1_000 },
  { nodes: 5_000, pods: 2_000, aim: 300 },
];

const only = process.argv.slice(2);
const isWanted = (name: string) => only.length === 0 || only.includes(name);

const calibrationMs = calibrate();
console.log(
  `calibration loop: ${calibrationMs.toFixed(0)} ms (a ratio compares a figure with it: the same on a slow and on a fast machine)\n`,
);
console.log(row(["figure", "value", "aim", "ratio"]));
for (const size of SIZES) if (isWanted(`start-${size.nodes}`)) print(startFigures(size));
if (isWanted("deployment")) print(deploymentFigures());
if (isWanted("hour")) print(hourFigures());
// Takes minutes, and is run only when it is named.
if (only.includes("crowd")) print(crowdFigures());
if (isWanted("page")) print(await pageFigures(DIST));
if (isWanted("lessons")) print(await lessonFigures(DIST));
if (isWanted("frames")) print(await frameFigures(DIST));

function print(figures: readonly Figure[]): void {
  for (const { name, value, unit, aim, isRate } of figures) {
    const ms = unit === "s" ? value * 1000 : value;
    const ratio =
      isRate === undefined ? "" : isRate ? (value * calibrationMs) / 1000 : ms / calibrationMs;
    const ratioText = ratio === "" ? "" : ratio.toPrecision(3);
    console.log(
      row([
        name,
        `${format(value)} ${unit}`,
        aim === undefined ? "" : `${format(aim)} ${unit}`,
        ratioText,
      ]),
    );
  }
}

function row([name = "", value = "", aim = "", ratio = ""]: readonly string[]): string {
  return `${name.padEnd(52)}${value.padStart(16)}${aim.padStart(16)}${ratio.padStart(10)}`;
}

function format(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
