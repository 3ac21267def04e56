import { print } from "../api.ts";
import { defineCommand } from "../command.ts";

const currentContext = defineCommand({
  name: "current-context",
  summary: "Display the current-context",
  *run({ session }) {
    yield* print(`${session.contextName ?? "podyard"}\n`);
  },
});

export const config = defineCommand({
  name: "config",
  summary: "Modify kubeconfig files",
  subcommands: [currentContext],
});
