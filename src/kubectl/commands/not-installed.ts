import { defineCommand } from "../command.ts";
import { argumentFailure, failure } from "../failure.ts";
import { noKustomization } from "../kustomization.ts";

const SHELLS = ["bash", "fish", "powershell", "zsh"];

export const completion = defineCommand({
  name: "completion",
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
  *run({ args }) {
    throw noKustomization(args[0] ?? ".");
  },
});

const list = defineCommand({
  name: "list",
  flags: [{ name: "name-only", type: "bool" }],
  *run() {
    throw failure("unable to find any kubectl plugins in your PATH");
  },
});

export const plugin = defineCommand({
  name: "plugin",
  subcommands: [list],
});
