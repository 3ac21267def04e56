import { failure, type CommandFailure } from "./failure.ts";

/** There are no folders here, hence no kustomization in any. */
export function noKustomization(folder: string): CommandFailure {
  return failure(
    `must build at directory: not a valid directory: evalsymlink failure on '${folder}' : lstat /${folder}: no such file or directory`,
  );
}
