import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";

/** The preferences of a person at a real terminal are kept in a file; here is none. */
function preferences(name: string) {
  return defineCommand({
    name,
    *run() {
      throw failure("there is no kuberc file here: aliases and defaults are not kept");
    },
  });
}

const kuberc = defineCommand({
  name: "kuberc",
  subcommands: [preferences("set"), preferences("view")],
});

export const alpha = defineCommand({
  name: "alpha",
  bare: { stream: "stdout", exitCode: 0 },
  subcommands: [kuberc],
});
