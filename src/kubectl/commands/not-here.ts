import { defineCommand, type Command } from "../command.ts";
import { failure } from "../failure.ts";

const ANY_FLAGS: Command["flags"] = [
  { name: "stdin", short: "i", type: "bool", usage: "Accepted." },
  { name: "tty", short: "t", type: "bool", usage: "Accepted." },
  { name: "container", short: "c", type: "text", usage: "Accepted." },
  { name: "selector", short: "l", type: "text", usage: "Accepted." },
  { name: "filename", short: "f", type: "text", usage: "Accepted." },
  { name: "output", short: "o", type: "text", usage: "Accepted." },
  { name: "all-namespaces", short: "A", type: "bool", usage: "Accepted." },
];

/** A command that exists but cannot be played here; it says so instead of guessing. */
function notHere(name: string, summary: string, message: string): Command {
  return defineCommand({
    name,
    summary,
    usage: "",
    flags: ANY_FLAGS,
    *run() {
      throw failure(message);
    },
  });
}

function notModelled(name: string): string {
  return `kubectl ${name} is not modelled: no process runs inside these containers`;
}

export const attach = notHere("attach", "Attach to a running container", notModelled("attach"));
export const cp = notHere(
  "cp",
  "Copy files and directories to and from containers",
  notModelled("cp"),
);
export const edit = notHere(
  "edit",
  "Edit a resource on the server",
  "kubectl edit needs a terminal editor: open the object in the editor panel and apply it there",
);
export const portForward = notHere(
  "port-forward",
  "Forward one or more local ports to a pod",
  notModelled("port-forward"),
);
export const proxy = notHere(
  "proxy",
  "Run a proxy to the Kubernetes API server",
  notModelled("proxy"),
);
