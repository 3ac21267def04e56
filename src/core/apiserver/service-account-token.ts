import { decodeBase64, encodeBase64 } from "#core/api/base64.ts";
import { invalid, type FieldError } from "#core/api/field-error.ts";
import type { UserInfo } from "#core/api/request.ts";
import type { Pod, ServiceAccount, TokenRequest } from "#core/api/schema/generated/types.ts";
import { badRequest, conflict, notFound } from "#core/api/status.ts";
import { fnv1a } from "#core/base/hash.ts";
import { formatTime } from "#core/base/time.ts";
import { asType, decodeBody, refuseInvalid } from "./body.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";

const TOKEN_REQUEST = {
  group: "authentication.k8s.io",
  version: "v1",
  kind: "TokenRequest",
  schemaName: "io.k8s.api.authentication.v1.TokenRequest",
} as const;
const AUDIENCE = "https://kubernetes.default.svc.cluster.local";
const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;
/** Kinds of the core group that a token may live and die with. */
const BINDABLE: Readonly<Record<string, string>> = {
  Node: "nodes",
  Pod: "pods",
  Secret: "secrets",
};

/** A token that speaks for a service account until it expires; only this cluster can check its signature. Models serviceaccount TokenREST. */
export function requestToken(context: ServerContext, call: Call): TokenRequest {
  const { kind, request } = call;
  const account = context.store.get(kind.storedAs, keyOfCall(call)) as ServiceAccount | undefined;
  if (!account) throw notFound(resourceOf(call), request.name);
  const asToken = asType(call, TOKEN_REQUEST);
  const { metadata, spec } = decodeBody(asToken, request.body ?? {}) as unknown as TokenRequest;
  refuseMisplaced(asToken, metadata);
  const seconds = spec?.expirationSeconds ?? DEFAULT_SECONDS;
  refuseInvalid(asToken, "", expirationErrors(seconds));
  if (spec?.boundObjectRef) checkBoundObject(context, asToken, spec.boundObjectRef);
  const audiences = spec?.audiences?.length ? spec.audiences : [AUDIENCE];
  const { epochMs } = context.simulation;
  const expiresMs = epochMs + seconds * 1000;
  return {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    metadata: {
      ...metadata,
      name: request.name,
      namespace: request.namespace,
      creationTimestamp: formatTime(epochMs),
    },
    spec: { ...spec, audiences, expirationSeconds: seconds },
    status: {
      expirationTimestamp: formatTime(expiresMs),
      token: tokenText(context, account, { audiences, issuedMs: epochMs, expiresMs }),
    },
  };
}

/** What the body says of its place must be the place it is sent to. */
function refuseMisplaced(call: Call, metadata: TokenRequest["metadata"]): void {
  const { name, namespace } = call.request;
  const refuse = (field: "name" | "namespace", given: string) => {
    const detail = `must match the service account ${field} if specified`;
    refuseInvalid(call, name, [invalid(`metadata.${field}`, given, detail)]);
  };
  if (metadata?.name && metadata.name !== name) refuse("name", metadata.name);
  if (metadata?.namespace && metadata.namespace !== namespace)
    refuse("namespace", metadata.namespace);
}

/** Models authentication validation.ValidateTokenRequest. */
function expirationErrors(seconds: number): FieldError[] {
  const refuse = (detail: string) => [
    invalid("spec.expirationSeconds", seconds, `may not specify a duration ${detail}`),
  ];
  if (seconds < MIN_SECONDS) return refuse("less than 10 minutes");
  return seconds > MAX_SECONDS ? refuse("larger than 2^32 seconds") : [];
}

/** Refuses to bind a token to what is not there, is another object by now, or is no business of the account. */
function checkBoundObject(
  { store }: ServerContext,
  { request }: Call,
  reference: NonNullable<TokenRequest["spec"]["boundObjectRef"]>,
): void {
  const { apiVersion = "", kind = "", name = "", uid } = reference;
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  const resource = BINDABLE[kind];
  if (group !== "" || resource === undefined)
    throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  const key = kind === "Node" ? name : `${request.namespace}/${name}`;
  const found = store.get(kind, key);
  if (!found) throw notFound({ group, resource }, name);
  if (kind === "Pod" && (found as Pod).spec.serviceAccountName !== request.name)
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(request.name)} to pod running with different serviceaccount name.`,
    );
  if (uid && uid !== found.metadata.uid)
    throw conflict(
      { group, resource: kind },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
}

interface Terms {
  readonly audiences: readonly string[];
  readonly issuedMs: number;
  readonly expiresMs: number;
}

function tokenText(
  context: ServerContext,
  { metadata }: ServiceAccount,
  { audiences, issuedMs, expiresMs }: Terms,
): string {
  const { name = "", namespace = "", uid = "" } = metadata;
  const [issued, expires] = [Math.floor(issuedMs / 1000), Math.floor(expiresMs / 1000)];
  const claims: Claims = {
    aud: audiences,
    exp: expires,
    iat: issued,
    iss: AUDIENCE,
    jti: context.simulation.random("tokens").nextUuid(),
    "kubernetes.io": { namespace, serviceaccount: { name, uid } },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  const text = [{ alg: "RS256", kid: "podyard" }, claims].map(partText).join(".");
  return `${text}.${signatureOf(context, text)}`;
}

interface Claims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly "kubernetes.io": {
    readonly namespace: string;
    readonly serviceaccount: { readonly name: string; readonly uid: string };
  };
  readonly nbf: number;
  readonly sub: string;
}

/** Stands for the cluster's key: what another cluster has signed is nothing here. */
function signatureOf({ store }: ServerContext, text: string): string {
  const key = store.get("Namespace", "kube-system")?.metadata.uid ?? "";
  return partText(fnv1a(`${key}.${text}`).toString(16));
}

function partText(value: unknown): string {
  return encodeBase64(JSON.stringify(value))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** What a token says of its bearer: who it is, why it is not believed, or nothing when it is none of ours. */
export type Authenticated =
  | { readonly user: UserInfo; readonly audiences: readonly string[] }
  | { readonly error: string }
  | undefined;

/** Reads a token. Without audiences it must be meant for the API server. Models the JWT authenticator of pkg/serviceaccount. */
export function authenticateToken(
  context: ServerContext,
  token: string,
  audiences: readonly string[],
): Authenticated {
  const claims = claimsOf(context, token);
  if (!claims) return undefined;
  const wanted = audiences.length > 0 ? audiences : [AUDIENCE];
  const met = wanted.filter((each) => claims.aud.includes(each));
  const now = Math.floor(context.simulation.epochMs / 1000);
  if (claims.exp <= now) return invalidToken("service account token has expired");
  if (met.length === 0)
    return invalidToken(
      `token audiences ${quotedList(claims.aud)} is invalid for the target audiences ${quotedList(wanted)}`,
    );
  const { namespace, serviceaccount } = claims["kubernetes.io"];
  const account = context.store.get("ServiceAccount", `${namespace}/${serviceaccount.name}`);
  if (!account)
    return invalidToken(`serviceaccounts ${JSON.stringify(serviceaccount.name)} not found`);
  const { uid = "" } = account.metadata;
  if (uid !== serviceaccount.uid)
    return invalidToken(
      `service account UID (${uid}) does not match claim (${serviceaccount.uid})`,
    );
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
  const user: UserInfo = {
    name: claims.sub,
    uid,
    groups: [...groups, "system:authenticated"],
    extra: { "authentication.kubernetes.io/credential-id": [`JTI=${claims.jti}`] },
  };
  return { user, audiences: met };
}

function invalidToken(problem: string): { readonly error: string } {
  return { error: `[invalid bearer token, ${problem}]` };
}

function quotedList(texts: readonly string[]): string {
  return `[${texts.map((each) => JSON.stringify(each)).join(" ")}]`;
}

function claimsOf(context: ServerContext, token: string): Claims | undefined {
  const [header = "", body = "", signature = "", ...rest] = token.split(".");
  const isOurs = rest.length === 0 && signature === signatureOf(context, `${header}.${body}`);
  if (!isOurs) return undefined;
  return JSON.parse(decodeBase64(body.replaceAll("-", "+").replaceAll("_", "/"))) as Claims;
}
