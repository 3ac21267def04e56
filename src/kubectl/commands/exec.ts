import { attachablePod, connect } from "../attachable.ts";
import { defineCommand } from "../command.ts";
import { argumentFailure, failure } from "../failure.ts";

export const exec = defineCommand({
  name: "exec",
  flags: [
    { name: "container", short: "c", type: "text" },
    { name: "stdin", short: "i", type: "bool" },
    { name: "tty", short: "t", type: "bool" },
    { name: "quiet", short: "q", type: "bool" },
    { name: "pod-running-timeout", type: "duration" },
  ],
  *run(invocation) {
    const [word, ...command] = invocation.args;
    if (word === undefined) throw failure("pod, type/name or --filename must be specified");
    if (command.length > 0 && invocation.dashAt === undefined)
      throw argumentFailure(
        "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead",
        invocation.path,
      );
    if (command.length === 0)
      throw failure("you must specify at least one command for the container");
    const pod = yield* attachablePod(invocation, word);
    const phase = pod.status?.phase ?? "";
    if (phase === "Succeeded" || phase === "Failed")
      throw failure(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    yield* connect(invocation, pod, "exec");
  },
});
