import { encodeBase64 } from "#core/api/base64.ts";
import { invalid } from "#core/api/field-error.ts";
import type { ServiceAccount, TokenRequest } from "#core/api/schema/generated/types.ts";
import { notFound } from "#core/api/status.ts";
import { fnv1a } from "#core/base/hash.ts";
import { formatTime } from "#core/base/time.ts";
import { decodeBody, refuseInvalid } from "./body.ts";
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

/** A token that speaks for a service account, in form only: nothing in this cluster can check its signature. Models serviceaccount TokenREST. */
export function requestToken(context: ServerContext, call: Call): TokenRequest {
  const { kind, request } = call;
  const account = context.store.get(kind.kind, keyOfCall(call)) as ServiceAccount | undefined;
  if (!account) throw notFound(resourceOf(call), request.name);
  const { custom: _custom, ...plain } = kind;
  const asToken: Call = {
    ...call,
    kind: { ...plain, ...TOKEN_REQUEST, setDefaults() {}, subresources: {} },
  };
  const { spec } = decodeBody(asToken, request.body ?? {}) as unknown as TokenRequest;
  const seconds = spec?.expirationSeconds ?? DEFAULT_SECONDS;
  const field = "spec.expirationSeconds";
  if (seconds < MIN_SECONDS)
    refuseInvalid(asToken, "", [
      invalid(field, seconds, "may not specify a duration less than 10 minutes"),
    ]);
  if (seconds > MAX_SECONDS)
    refuseInvalid(asToken, "", [
      invalid(field, seconds, "may not specify a duration larger than 2^32 seconds"),
    ]);
  const audiences = spec?.audiences?.length ? spec.audiences : [AUDIENCE];
  const { epochMs } = context.simulation;
  const expiresMs = epochMs + seconds * 1000;
  return {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    metadata: {
      name: request.name,
      namespace: request.namespace,
      creationTimestamp: formatTime(epochMs),
    },
    spec: { ...spec, audiences, expirationSeconds: seconds },
    status: {
      expirationTimestamp: formatTime(expiresMs),
      token: tokenText(account, audiences, { issuedMs: epochMs, expiresMs }),
    },
  };
}

function tokenText(
  { metadata }: ServiceAccount,
  audiences: readonly string[],
  { issuedMs, expiresMs }: { readonly issuedMs: number; readonly expiresMs: number },
): string {
  const { name = "", namespace = "", uid = "" } = metadata;
  const [issued, expires] = [Math.floor(issuedMs / 1000), Math.floor(expiresMs / 1000)];
  const claims = {
    aud: audiences,
    exp: expires,
    iat: issued,
    iss: AUDIENCE,
    "kubernetes.io": { namespace, serviceaccount: { name, uid } },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
  const text = [{ alg: "RS256", kid: "podyard" }, claims].map(partText).join(".");
  return `${text}.${partText(fnv1a(text).toString(16))}`;
}

function partText(value: unknown): string {
  return encodeBase64(JSON.stringify(value))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
