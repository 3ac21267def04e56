import { defineCommand } from "../command.ts";
import { argumentFailure, failure } from "../failure.ts";
import { noKustomization } from "../kustomization.ts";

const SHELLS = ["bash", "fish", "powershell", "zsh"];

export const completion = defineCommand({
  name: "completion",
  summary: "Output shell completion code for the specified shell (bash, zsh, fish, or powershell)",
  usage: "SHELL",
  *run({ args, path }) {
    const [shell, ...more] = args;
    if (shell === undefined) throw argumentFailure("Shell not specified.", path);
    if (more.length > 0)
      throw argumentFailure("Too many arguments. Expected only the shell type.", path);
    if (!SHELLS.includes(shell))
      throw argumentFailure(`Unsupported shell type ${JSON.stringify(shell)}.`, path);
    throw failure("there is no shell here to teach: press Tab in this terminal");
  },
});

export const kustomize = defineCommand({
  name: "kustomize",
  summary: "Build a kustomization target from a directory or URL",
  usage: "DIR",
  *run({ args }) {
    throw noKustomization(args[0] ?? ".");
  },
});

const list = defineCommand({
  name: "list",
  summary: "List all visible plugin executables on a user's PATH",
  flags: [{ name: "name-only", type: "bool", usage: "Only names." }],
  *run() {
    throw failure("unable to find any kubectl plugins in your PATH");
  },
});

export const plugin = defineCommand({
  name: "plugin",
  summary: "Provides utilities for interacting with plugins",
  subcommands: [list],
});
