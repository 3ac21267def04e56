import type { ApiRequest } from "#core/api/request.ts";
import { forbidden, type StatusError } from "#core/api/status.ts";
import type { AdmissionLookup } from "./admission.ts";
import { decideAccess, type AccessQuestion } from "./rbac.ts";

/** Refuses what the request's user may not do; the cluster's own components are not asked. Models filters.WithAuthorization. */
export function authorize(lookup: AdmissionLookup, request: ApiRequest): void {
  if (request.isInternal === true) return;
  const question = questionOf(request);
  const { isAllowed, reason } = decideAccess(lookup, request.user, question);
  if (!isAllowed) throw refusalOf(request, question, reason);
}

function questionOf(request: ApiRequest): AccessQuestion {
  const { verb, group, resource, subresource, namespace, name } = request;
  return {
    verb,
    group,
    resource: subresource === "" ? resource : `${resource}/${subresource}`,
    namespace,
    // A body's name is not known yet when something is made.
    name: verb === "create" && subresource === "" ? "" : name,
    path: "",
  };
}

/** Models responsewriters.Forbidden and its message. */
function refusalOf(
  { user, group, resource }: ApiRequest,
  question: AccessQuestion,
  reason: string,
): StatusError {
  const quoted = JSON.stringify;
  const place =
    question.namespace === ""
      ? "at the cluster scope"
      : `in the namespace ${quoted(question.namespace)}`;
  const cause = `User ${quoted(user.name)} cannot ${question.verb} resource ${quoted(question.resource)} in API group ${quoted(group)} ${place}`;
  const text = reason === "" ? cause : `${cause}: ${reason}`;
  return forbidden({ group, resource }, question.name, text);
}
