import { expect, test } from "vitest";
import type { Command } from "./command.ts";
import { commands } from "./commands/index.ts";
import { readHelpTexts } from "./help-texts.ts";
import { asksForHelp, findCommand } from "./run.ts";

const { commands: texts, flags } = readHelpTexts();

/** Commands that end in a sentence here, whatever their flags say. */
const NOT_HERE = /^(alpha|cluster-info dump|config|debug|edit|kustomize|proxy|apply edit-last)/;
/** Flags that would be refused where the real program takes them. */
const UNKNOWN_FLAGS = [
  "apply --subresource",
  "create --selector",
  "create --windows-line-endings",
  "exec --filename",
  "top node --show-capacity",
  "top node --show-swap",
  "top pod --show-swap",
  "wait --local",
].sort();

function pathsOf(list: readonly Command[], above = ""): string[] {
  return list.flatMap(({ name, subcommands }) => [
    `${above}${name}`,
    ...pathsOf(subcommands, `${above}${name} `),
  ]);
}

test("there is help for every command, and a command for every help", () => {
  expect(pathsOf(commands).sort()).toEqual(Object.keys(texts).filter(Boolean).sort());
});

test("the flags that help names are taken, but for those on a list", () => {
  const unknown = Object.entries(texts).flatMap(([path, { flags: places = [] }]) => {
    if (NOT_HERE.test(path) || path === "" || path === "options") return [];
    const known = (findCommand(path.split(" ")).chain.at(-1)?.flags ?? []).map(({ name }) => name);
    const named = places.map((place) => /--([\w-]+)/.exec(flags[place]?.[0] ?? "")?.[1] ?? "");
    return named.filter((name) => !known.includes(name)).map((name) => `${path} --${name}`);
  });
  expect(unknown.sort()).toEqual(UNKNOWN_FLAGS);
});

test.each([
  ["kubectl", true],
  ["k rollout", true],
  ["kubectl get pods -h", true],
  ["kubectl help get", true],
  ["kubectl options", true],
  ["kubectl config use-context", true],
  ["kubectl get pods -A", false],
  ["kubectl delete pod hello --now", false],
])("%s asks for help: %s", (line, asks) => {
  expect(asksForHelp(line)).toBe(asks);
});
