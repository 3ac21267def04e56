import type { Pod } from "#core/api/schema/generated/types.ts";
import { getObject } from "../api.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { resourceFor } from "../resources.ts";

export const exec = defineCommand({
  name: "exec",
  summary: "Execute a command in a container",
  usage: "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
  flags: [
    { name: "container", short: "c", type: "text", usage: "Which container." },
    { name: "stdin", short: "i", type: "bool", usage: "Accepted." },
    { name: "tty", short: "t", type: "bool", usage: "Accepted." },
    { name: "quiet", short: "q", type: "bool", usage: "Accepted." },
  ],
  *run({ session, flags, args }) {
    const [word, ...command] = args;
    if (word === undefined) throw failure("pod, type/name or --filename must be specified");
    if (command.length === 0)
      throw failure("you must specify at least one command for the container");
    const name = word.replace(/^(pods?|po)\//, "");
    const pod = (yield* getObject(
      resourceFor(session, "pods"),
      flags.text("namespace", session.namespace),
      name,
    )) as Pod;
    const phase = pod.status?.phase ?? "";
    if (phase === "Succeeded" || phase === "Failed") {
      throw failure(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    }
    throw failure("kubectl exec is not modelled: no process runs inside these containers");
  },
});
