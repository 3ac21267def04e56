import { failure, type CommandFailure } from "./failure.ts";

/** There are no folders here, hence no kustomization in any. */
export function noKustomization(folder: string): CommandFailure {
  return failure(
    `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
  );
}
