import type { ApiResponse, Verb } from "#core/api/request.ts";
import { asType, readBody, withBodyAs, type BodyType } from "./body.ts";
import type { Call, ServerContext } from "./context.ts";
import { writeEphemeralContainers } from "./ephemeral-containers.ts";
import { evictPod } from "./eviction.ts";
import { shownObject } from "./ownership.ts";
import { readPodLog } from "./pod-streams.ts";
import { writeResize } from "./resize.ts";
import { requestToken } from "./service-account-token.ts";
import { bindPod, finalizeNamespace } from "./subresources.ts";

/** What a call to a subresource answers: the whole response, or its body and code. */
export type SubresourceAnswer = ApiResponse | { readonly value: unknown; readonly code?: number };

interface SubresourceDoor {
  readonly verbs: readonly Verb[];
  answer(context: ServerContext, call: Call): SubresourceAnswer;
}

const BINDING: BodyType = {
  group: "",
  version: "v1",
  kind: "Binding",
  schemaName: "io.k8s.api.core.v1.Binding",
};
const EVICTION: BodyType = {
  group: "policy",
  version: "v1",
  kind: "Eviction",
  schemaName: "io.k8s.api.policy.v1.Eviction",
};

/** Evictions of the older version are taken, too. Models EvictionREST.AcceptsGroupVersion. */
function evictionType(call: Call): BodyType {
  const body = readBody(asType(call, EVICTION)) ?? {};
  const { apiVersion } = body as { readonly apiVersion?: unknown };
  return apiVersion === "policy/v1beta1" ? { ...EVICTION, version: "v1beta1" } : EVICTION;
}

const WRITES: readonly Verb[] = ["update", "patch"];

/** The doors of subresources that are no part of an object, by name. Which kind has which, the kind's definition says. */
const DOORS: Readonly<Record<string, SubresourceDoor>> = {
  binding: {
    verbs: ["create"],
    answer: (context, call) => ({ value: bindPod(context, withBodyAs(call, BINDING)), code: 201 }),
  },
  ephemeralcontainers: {
    verbs: WRITES,
    answer: (context, call) => ({
      value: shownObject(context, call, writeEphemeralContainers(context, call)),
    }),
  },
  eviction: {
    verbs: ["create"],
    answer: (context, call) => ({
      value: evictPod(context, withBodyAs(call, evictionType(call))),
      code: 201,
    }),
  },
  finalize: {
    verbs: WRITES,
    answer: (context, call) => ({ value: finalizeNamespace(context, withBodyAs(call, call.kind)) }),
  },
  log: { verbs: ["get"], answer: readPodLog },
  resize: {
    verbs: WRITES,
    answer: (context, call) => ({ value: shownObject(context, call, writeResize(context, call)) }),
  },
  token: {
    verbs: ["create"],
    answer: (context, call) => ({ value: requestToken(context, call), code: 201 }),
  },
};

/** Subresources that show the object itself. */
const VIEWS: readonly string[] = ["ephemeralcontainers", "resize"];

/** Whether the call reads the object through one of its subresources. */
export function isView({ kind, request: { verb, subresource } }: Call): boolean {
  return (
    verb === "get" && VIEWS.includes(subresource) && kind.extraSubresources.includes(subresource)
  );
}

/** Answers a call to a subresource of its own door; undefined when the kind has none, or none for this verb. */
export function answerDoor(context: ServerContext, call: Call): SubresourceAnswer | undefined {
  const { subresource, verb } = call.request;
  if (!call.kind.extraSubresources.includes(subresource)) return undefined;
  const door = Object.hasOwn(DOORS, subresource) ? DOORS[subresource] : undefined;
  return door?.verbs.includes(verb) ? door.answer(context, call) : undefined;
}
