import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { CommandRequest } from "#kubectl/define.ts";

/** The user that everything from the page acts as. Models the admin of a kubeadm kubeconfig. */
export const ADMIN = {
  name: "kubernetes-admin",
  groups: ["kubeadm:cluster-admins", "system:authenticated"],
};

/** Verbs that leave no mark. */
export const READ_VERBS: ReadonlySet<string> = new Set(["get", "list", "watch"]);

const REVIEW_GROUPS: readonly string[] = ["authentication.k8s.io", "authorization.k8s.io"];

/** The request of a command as it goes to the server: made by the administrator, or for whom he speaks. */
export function fullRequest({ as, ...request }: CommandRequest): ApiRequest {
  return { ...request, user: as ?? ADMIN, agent: "kubectl" };
}

/** Whether a request leaves no mark: reads, rehearsals and questions about rights. */
export function leavesNoMark({ verb, group, options }: CommandRequest): boolean {
  return (
    READ_VERBS.has(verb) ||
    options.dryRun === true ||
    (verb === "create" && REVIEW_GROUPS.includes(group))
  );
}

/** What the server answers to a write that somebody else may not make; writes that he may are made by the administrator, whose inputs a journal holds. */
export function refusalFor(
  request: CommandRequest,
  read: (request: ApiRequest) => ApiResponse,
): ApiResponse | undefined {
  if (!request.as) return undefined;
  const full = fullRequest(request);
  const tried = read({ ...full, options: { ...full.options, dryRun: true } });
  return tried.code >= 400 ? tried : undefined;
}
