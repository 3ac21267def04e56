import type { Session } from "./define.ts";
import { CommandFailure, failure } from "./failure.ts";
import type { Flags, FlagSpec } from "./flags.ts";
import { parseDuration } from "./go-duration.ts";

const DEFAULT_NAME = "podyard";
const BAD_TIMEOUT =
  "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)";

/** How a real client finds its cluster, keeps files and writes logs: nothing of it matters here. */
const ACCEPTED_TEXTS = [
  "as-uid",
  "as-user-extra",
  "cache-dir",
  "certificate-authority",
  "client-certificate",
  "client-key",
  "kuberc",
  "log-flush-frequency",
  "password",
  "profile",
  "profile-output",
  "tls-server-name",
  "token",
  "username",
  "vmodule",
];
const ACCEPTED_SWITCHES = [
  "disable-compression",
  "insecure-skip-tls-verify",
  "match-server-version",
];

/** Flags every command accepts. */
export const GLOBAL_FLAGS: readonly FlagSpec[] = [
  { name: "namespace", short: "n", type: "text" },
  { name: "help", short: "h", type: "bool" },
  { name: "context", type: "text" },
  { name: "cluster", type: "text" },
  { name: "kubeconfig", type: "text" },
  { name: "user", type: "text" },
  { name: "server", short: "s", type: "text" },
  { name: "as", type: "text" },
  { name: "as-group", type: "list" },
  ...ACCEPTED_TEXTS.map((name) => ({ name, type: "text" }) as const),
  ...ACCEPTED_SWITCHES.map((name) => ({ name, type: "bool" }) as const),
  { name: "request-timeout", type: "text" },
  { name: "v", short: "v", type: "int" },
  { name: "warnings-as-errors", type: "bool" },
];

/** What the one context, the one cluster and the one user of this session are called. */
export function configName({ contextName }: Pick<Session, "contextName">): string {
  return contextName ?? DEFAULT_NAME;
}

/** Throws what a real client says when a flag names a configuration that is not there; a command's own flag of the same name is no such one. Models clientcmd.ConfirmUsable and ParseTimeout. */
export function checkGlobalFlags(
  session: Session,
  { flags, isOwn }: { readonly flags: Flags; readonly isOwn: (name: string) => boolean },
): void {
  const isUnknown = (flag: string) =>
    !isOwn(flag) && flags.text(flag) !== "" && flags.text(flag) !== configName(session);
  if (isUnknown("context"))
    throw new CommandFailure(
      `Error in configuration: context was not found for specified context: ${flags.text("context")}`,
      { verbatim: true },
    );
  if (isUnknown("cluster"))
    throw failure(`no server found for cluster ${JSON.stringify(flags.text("cluster"))}`);
  if (isUnknown("user"))
    throw failure(`auth info ${JSON.stringify(flags.text("user"))} does not exist`);
  if (requestTimeoutMs(flags.text("request-timeout", "0")) === undefined)
    throw failure(BAD_TIMEOUT);
}

/** How long this invocation's requests may take, in milliseconds. */
export function requestTimeoutOf(flags: Flags): number {
  return requestTimeoutMs(flags.text("request-timeout", "0")) ?? Number.POSITIVE_INFINITY;
}

/** How long a request may take: seconds, or a duration; without limit for 0; undefined for what is neither. Models clientcmd.ParseTimeout. */
function requestTimeoutMs(text: string): number | undefined {
  const parsed = parseDuration(/^\d+$/.test(text) ? `${text}s` : text);
  if (!("ms" in parsed)) return undefined;
  return parsed.ms > 0 ? parsed.ms : Number.POSITIVE_INFINITY;
}
