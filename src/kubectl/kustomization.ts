import type { Invocation } from "./command.ts";
import type { Flags } from "./flags.ts";
import { CommandFailure, failure } from "./failure.ts";

/** There are no folders here, hence no kustomization in any. */
export function noKustomization(folder: string): CommandFailure {
  return failure(
    `must build at directory: not a valid directory: evalsymlink failure on '${folder}' : lstat /${folder}: no such file or directory`,
  );
}

/** These tell it without `error: `. */
const PLAIN_TELLERS: readonly string[] = ["describe", "get", "rollout restart"];

/** A folder that is to be built is not there. */
export function checkKustomize({ flags, path }: Pick<Invocation, "flags" | "path">): void {
  const folder = flags.text("kustomize");
  if (folder === "") return;
  if (flags.list("filename").length > 0) throw failure("only one of -f or -k can be specified");
  const refusal = noKustomization(folder);
  if (!PLAIN_TELLERS.includes(path.replace("kubectl ", ""))) throw refusal;
  throw new CommandFailure(refusal.message, { verbatim: true });
}

/** Whether flags point at files, or at a folder of them. */
export function namesFiles(flags: Flags): boolean {
  return flags.list("filename").length > 0 || flags.text("kustomize") !== "";
}
