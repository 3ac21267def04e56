import type { QuestionName } from "#core/api/define.ts";
import type { UserInfo } from "#core/api/request.ts";
import type {
  NonResourceAttributes,
  PolicyRule,
  ResourceAttributes,
  SelfSubjectRulesReview,
  SubjectAccessReview,
  TokenReview,
} from "#core/api/schema/generated/types.ts";
import { badRequest } from "#core/api/status.ts";
import { decodeBody, refuseInvalid } from "./body.ts";
import type { Call, ServerContext } from "./context.ts";
import { placeInNamespace } from "./create.ts";
import { decideAccess, rulesFor, type AccessQuestion } from "./rbac.ts";
import { authenticateToken } from "./service-account-token.ts";

type Answer = (context: ServerContext, user: UserInfo, draft: unknown) => object;

/** What answers each question. Models the create-only storages of authorization.k8s.io and authentication.k8s.io. */
const ANSWERS: Readonly<Record<QuestionName, Answer>> = {
  "self-access": (context, user, draft) =>
    decide(context, user, (draft as SubjectAccessReview).spec),
  "self-rules": answerRules,
  "subject-access": answerSubject,
  self: (_context, user) => ({ userInfo: shownUser(user) }),
  token: answerToken,
};

/** The question in the request's body with its answer as status. */
export function answerReview(context: ServerContext, call: Call, question: QuestionName): object {
  const { kind, request } = call;
  const draft = decodeBody(call, request.body);
  placeInNamespace(call, draft.metadata);
  refuseInvalid(call, draft.metadata.name ?? "", kind.validate(draft as never));
  return { ...draft, status: ANSWERS[question](context, request.user, draft) };
}

/** Models authentication.ConvertUserInfo. */
function shownUser({ name, groups, uid, extra }: UserInfo): object {
  return { username: name, ...(uid && { uid }), groups, ...(extra && { extra }) };
}

function answerToken(context: ServerContext, _user: UserInfo, draft: unknown): object {
  const { token = "", audiences = [] } = (draft as TokenReview).spec;
  if (token === "") throw badRequest("token is required for TokenReview in authentication");
  const found = authenticateToken(context, token, audiences);
  if (!found) return { user: {} };
  return "error" in found
    ? { user: {}, error: found.error }
    : { authenticated: true, user: shownUser(found.user), audiences: found.audiences };
}

function answerSubject(context: ServerContext, _user: UserInfo, draft: unknown): object {
  const { spec } = draft as SubjectAccessReview;
  return decide(context, { name: spec.user ?? "", groups: spec.groups ?? [] }, spec);
}

function decide(
  { lookup }: ServerContext,
  user: UserInfo,
  question: {
    readonly resourceAttributes?: ResourceAttributes | undefined;
    readonly nonResourceAttributes?: NonResourceAttributes | undefined;
  },
): object {
  const { isAllowed, reason } = decideAccess(lookup, user, questionOf(question));
  return { allowed: isAllowed, ...(reason !== "" && { reason }) };
}

function questionOf({
  resourceAttributes: asked,
  nonResourceAttributes,
}: {
  readonly resourceAttributes?: ResourceAttributes | undefined;
  readonly nonResourceAttributes?: NonResourceAttributes | undefined;
}): AccessQuestion {
  const {
    resource = "",
    subresource = "",
    verb = "",
    group = "",
    namespace = "",
    name = "",
  } = asked ?? {};
  return {
    verb: nonResourceAttributes ? (nonResourceAttributes.verb ?? "") : verb,
    group,
    resource: subresource === "" ? resource : `${resource}/${subresource}`,
    namespace,
    name,
    path: nonResourceAttributes?.path ?? "",
  };
}

function answerRules({ lookup }: ServerContext, user: UserInfo, draft: unknown): object {
  const { namespace = "" } = (draft as SelfSubjectRulesReview).spec;
  if (namespace === "") throw badRequest("no namespace on request");
  const rules = [...rulesFor(lookup, user, namespace, [])].map(({ rule }) => rule);
  const isForPaths = ({ nonResourceURLs }: PolicyRule) => (nonResourceURLs ?? []).length > 0;
  return {
    resourceRules: rules.filter((rule) => !isForPaths(rule)),
    nonResourceRules: rules.filter(isForPaths),
    incomplete: false,
  };
}
