import type { FlagSpec } from "./flags.ts";

/** Flags every command accepts. */
export const GLOBAL_FLAGS: readonly FlagSpec[] = [
  { name: "namespace", short: "n", type: "text", usage: "The namespace of this request." },
  { name: "help", short: "h", type: "bool", usage: "Help for the command." },
  { name: "context", type: "text", usage: "Accepted; there is one cluster here." },
  { name: "cluster", type: "text", usage: "Accepted; there is one cluster here." },
  { name: "kubeconfig", type: "text", usage: "Accepted; there is one cluster here." },
  { name: "user", type: "text", usage: "Accepted; there is one user here." },
  { name: "server", short: "s", type: "text", usage: "Accepted; there is one server here." },
  { name: "as", type: "text", usage: "User to speak for." },
  { name: "as-group", type: "list", usage: "Group of the user to speak for; may be repeated." },
  { name: "request-timeout", type: "text", usage: "How long a watch may last, such as 30s." },
  { name: "v", short: "v", type: "int", usage: "Accepted without effect." },
  { name: "warnings-as-errors", type: "bool", usage: "Accepted without effect." },
];
