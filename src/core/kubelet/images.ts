import {
  backoffEndSinceUpdate,
  KUBELET_BACKOFF,
  lengthenBackoff,
  type BackoffEntry,
  type BackoffLimits,
} from "./backoff.ts";

/** When an image is pulled though it may be there already. */
export type PullPolicy = "Always" | "IfNotPresent" | "Never";

/** What one attempt to get an image into place begins with. */
export type ImageStep =
  | { readonly step: "present" }
  | { readonly step: "never" }
  | { readonly step: "wait"; readonly until: number }
  | { readonly step: "pull" };

/** Decides the next step for an image from its policy, the node's cache and the back-off. Models image_manager EnsureImageExists. */
export function planImage({
  policy,
  isPresent,
  backoff,
  now,
  limits = KUBELET_BACKOFF,
}: {
  readonly policy: PullPolicy;
  readonly isPresent: boolean;
  readonly backoff: BackoffEntry | null;
  readonly now: number;
  readonly limits?: BackoffLimits;
}): ImageStep {
  if (isPresent && policy !== "Always") return { step: "present" };
  if (policy === "Never") return { step: isPresent ? "present" : "never" };
  const until = backoffEndSinceUpdate(backoff, now, limits);
  return until !== undefined && now < until ? { step: "wait", until } : { step: "pull" };
}

/** The back-off after a failed pull. */
export function afterFailedPull(
  backoff: BackoffEntry | null,
  now: number,
  limits: BackoffLimits = KUBELET_BACKOFF,
): BackoffEntry {
  return lengthenBackoff(backoff, { eventAt: now, now }, limits);
}

/** The reason and the message of a failed pull: some failures of the runtime have names of their own. Models image_manager evalCRIPullErr. */
export function pullFailure(
  image: string,
  error: string,
): { readonly reason: string; readonly message: string } {
  for (const [reason, cause] of NAMED_FAILURES) {
    if (!error.includes(reason)) continue;
    const rest = error.replace(reason, "");
    return { reason, message: `image pull failed for ${image} because ${cause}${rest}` };
  }
  return { reason: "ErrImagePull", message: error };
}

const NAMED_FAILURES = [
  ["RegistryUnavailable", "the registry is unavailable"],
  ["SignatureValidationFailed", "the signature validation failed"],
] as const;
