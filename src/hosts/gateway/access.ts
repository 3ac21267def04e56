import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { UserInfo } from "#core/api/request.ts";
import { StatusError } from "#core/api/status.ts";

const ADMIN: UserInfo = {
  name: "kubernetes-admin",
  groups: ["kubeadm:cluster-admins", "system:authenticated"],
};
const AUTHENTICATED = "system:authenticated";
/** What anybody may read without saying who they are. Models the ClusterRole system:public-info-viewer. */
const PUBLIC = new Set(["/healthz", "/livez", "/readyz", "/version"]);

/** Whoever does not say who they are. */
const ANONYMOUS: UserInfo = { name: "system:anonymous", groups: ["system:unauthenticated"] };
/** Requests about resources, which roles decide; all other paths are known to those alone who say who they are. */
const RESOURCE = /^\/(api\/[^/]+|apis\/[^/]+\/[^/]+)\/./;

/** What decides who is let in. */
export interface Door {
  /** The administrator's own; undefined lets in everybody as administrator. */
  readonly token: string | undefined;
  readonly path: string;
  /** Whom a token of the cluster speaks for, if it does. */
  userOfToken(token: string): UserInfo | undefined;
}

/**
 * Who makes a request: the administrator, whom the administrator speaks for, whom a token speaks for, or nobody in particular. Throws 401 or 403.
 * Models authenticator token files and filters WithImpersonation.
 */
export function userOf(headers: IncomingHttpHeaders, { token, path, userOfToken }: Door): UserInfo {
  const given = /^Bearer\s+(.*)$/i.exec(headers.authorization ?? "")?.[1]?.trim();
  if (token !== undefined && given === undefined) {
    if (PUBLIC.has(path) || RESOURCE.test(path)) return ANONYMOUS;
    throw anonymous(path);
  }
  if (given !== undefined && (token === undefined || !isSame(given, token))) {
    const account = userOfToken(given);
    if (!account) throw unauthorized();
    if (headers["impersonate-user"] !== undefined) throw cannotImpersonate(account, headers);
    return account;
  }
  const name = headers["impersonate-user"];
  const groups = listOf(headers["impersonate-group"]);
  if (typeof name !== "string" || name === "") {
    if (groups.length > 0)
      throw new StatusError({
        message: `requested [{"Group":${JSON.stringify(groups)}}] without impersonating a user`,
        reason: "InternalError",
        code: 500,
      });
    return ADMIN;
  }
  return { name, groups: [...impliedGroups(name), ...groups, AUTHENTICATED] };
}

/** A service account belongs to two groups without saying so. */
function impliedGroups(name: string): readonly string[] {
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name)?.[1];
  return namespace === undefined
    ? []
    : ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
}

function listOf(header: string | string[] | undefined): readonly string[] {
  if (header === undefined) return [];
  return (Array.isArray(header) ? header : header.split(","))
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Nobody but the administrator speaks for others here. Models filters.WithImpersonation's refusal. */
function cannotImpersonate({ name }: UserInfo, headers: IncomingHttpHeaders): StatusError {
  const wanted = JSON.stringify(String(headers["impersonate-user"]));
  return new StatusError({
    message: `users ${wanted} is forbidden: User ${JSON.stringify(name)} cannot impersonate resource "users" in API group "" at the cluster scope`,
    reason: "Forbidden",
    details: { name: String(headers["impersonate-user"]), kind: "users" },
    code: 403,
  });
}

function unauthorized(): StatusError {
  return new StatusError({ message: "Unauthorized", reason: "Unauthorized", code: 401 });
}

function anonymous(path: string): StatusError {
  return new StatusError({
    message: `forbidden: User "system:anonymous" cannot get path ${JSON.stringify(path)}`,
    reason: "Forbidden",
    details: {},
    code: 403,
  });
}
