import type { KindDefinition } from "#core/api/define.ts";
import { keyOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { Service } from "#core/api/schema/generated/types.ts";
import { badRequest, methodNotAllowed, notFound, StatusError } from "#core/api/status.ts";
import type { Simulation } from "#core/sim/simulation.ts";
import type { TraceLane, TraceLog } from "#core/sim/trace.ts";
import type { Store } from "#core/store/store.ts";
import { AdmissionChain, type AdmissionPlugin } from "./admission.ts";
import { lookupOf } from "./admit.ts";
import { authorize } from "./authorize.ts";
import { addressWrites } from "./ip-addresses.ts";
import { inServedVersion, storedForm } from "./body.ts";
import {
  keyOfCall,
  OWN_AGENT,
  resourceOf,
  type Call,
  type OnChange,
  type ServerContext,
} from "./context.ts";
import { createObject } from "./create.ts";
import { checkDeleteOptions, deleteObject } from "./delete.ts";
import { customKindFor } from "./custom-kinds.ts";
import { EVENT_TTL_MS, expiredEvents } from "./event-expiry.ts";
import { checkGetOptions } from "./list-options.ts";
import { listObjects, matchingObjects } from "./list.ts";
import { nextLog, shownObject, type OwnershipChange } from "./ownership.ts";
import { isStream, refuseStream } from "./pod-streams.ts";
import { patchObject } from "./patch.ts";
import { markRandom, rewindRandom } from "./rehearsal.ts";
import { answerReview } from "./reviews.ts";
import { scaleColumns } from "./scale-columns.ts";
import { ServiceAllocator } from "./service-allocator.ts";
import { answerDoor, isView, type SubresourceAnswer } from "./subresource-table.ts";
import { asStatus, readScale, writeScale } from "./subresources.ts";
import { answerMetrics, isMetrics, type UsagePort } from "./metrics.ts";
import { tableOf } from "./table.ts";
import { updateObject } from "./update.ts";
import { WatchCursor } from "./watch.ts";

/** What the server is made of. */
export interface ApiServerOptions {
  readonly simulation: Simulation;
  readonly store: Store;
  readonly trace: TraceLog;
  readonly kinds: readonly KindDefinition[];
  readonly admission: readonly AdmissionPlugin[];
  readonly onChange: OnChange;
  readonly readLogs: (request: ApiRequest) => ApiResponse;
  /** What machines and containers use; without it nobody is measured. */
  readonly usage?: UsagePort;
}

const NOBODY_MEASURED: UsagePort = { node: () => undefined, containers: () => [] };

/** Kinds whose writes are too many and too plain to be causes; heartbeats of nodes are, too. */
const UNTRACED = new Set(["Event", "Lease"]);
const HEARTBEAT = "node-heartbeat";
const YOUR_AGENTS = new Set(["kubectl", "stage", "editor", "helm"]);

/** The API server: one door for everybody. Synchronous; refusals are answers, not exceptions. */
export class ApiServer {
  readonly services = new ServiceAllocator();
  private readonly options: ApiServerOptions;
  /** By plural: there are few of one name, and a text put together from three would be made for every call. */
  private readonly byResource: ReadonlyMap<string, readonly KindDefinition[]>;
  private readonly context: ServerContext;

  constructor(options: ApiServerOptions) {
    this.options = options;
    this.byResource = byPlural(options.kinds);
    const { simulation, store, admission, readLogs } = options;
    const commit: ServerContext["commit"] = (...write) => this.commit(...write);
    this.context = {
      simulation,
      store,
      admission: new AdmissionChain(admission),
      allocators: { services: this.services },
      lookup: lookupOf({ store, simulation, commit, kinds: options.kinds }),
      readLogs,
      commit,
    };
  }

  /** Answers one request. */
  handle(request: ApiRequest): ApiResponse {
    const drawn = request.options.dryRun ? markRandom(this.options.simulation) : undefined;
    let call: Call | undefined;
    try {
      authorize(this.context.lookup, request);
      call = this.callOf(request);
      return this.answer(call);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const deprecation = call?.kind.deprecation ?? "";
      const warnings = deprecation === "" ? [] : [deprecation];
      return { code: error.code, body: error.status, warnings };
    } finally {
      // A rehearsal leaves no mark, not even in the numbers that later names are made of.
      if (drawn) rewindRandom(this.options.simulation, drawn);
    }
  }

  /** Opens a watch; a failure Status when the request makes no sense. */
  openWatch(request: ApiRequest): WatchCursor | ApiResponse {
    try {
      authorize(this.context.lookup, request);
      return new WatchCursor(this.context, this.callOf(request));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return { code: error.code, body: error.status, warnings: [] };
    }
  }

  private callOf(request: ApiRequest): Call {
    const { group, version, resource } = request;
    const kind =
      this.byResource
        .get(resource)
        ?.find((each) => each.group === group && each.version === version) ??
      customKindFor(this.options.store, request);
    if (!kind) throw unknownResource();
    const warnings = kind.deprecation === "" ? [] : [kind.deprecation];
    return { request, kind, warnings, outcome: {} };
  }

  private answer(call: Call): ApiResponse {
    const body =
      call.request.subresource === "" || call.request.subresource === "status"
        ? this.perform(call)
        : this.performSubresource(call);
    if ("code" in body && "warnings" in body) return body;
    const value = inServedVersion(call.kind, body.value);
    return { code: body.code ?? 200, body: value, warnings: call.warnings };
  }

  private perform(call: Call): SubresourceAnswer {
    const { context } = this;
    const { request, kind } = call;
    if (request.subresource === "status" && !kind.subresources.status) throw unknownResource();
    if (kind.namespaced && request.namespace === "" && request.name !== "" && !request.isInternal)
      throw unknownResource();
    if (!isOffered(call)) throw methodNotAllowed();
    if (isMetrics(call)) return { value: this.measured(call) };
    switch (request.verb) {
      case "get":
        return { value: this.get(call) };
      case "list":
        return { value: listObjects(context, call) };
      case "create":
        if (kind.question) return { value: answerReview(context, call, kind.question), code: 201 };
        if (kind.standsFor) return this.performSubresource(meantBy(call, kind.standsFor));
        return { value: shownObject(context, call, createObject(context, call)), code: 201 };
      case "update": {
        const { isCreated, object } = updateObject(context, call);
        return { value: shownObject(context, call, object), code: isCreated ? 201 : 200 };
      }
      case "patch": {
        const { isCreated, object } = patchObject(context, call);
        return { value: shownObject(context, call, object), code: isCreated ? 201 : 200 };
      }
      case "delete":
        checkDeleteOptions(request);
        return { value: this.shownIfObject(call, deleteObject(context, call)) };
      case "deletecollection":
        checkDeleteOptions(request);
        return { value: this.deleteCollection(call) };
      case "watch":
        throw badRequest("a watch is opened, not answered");
    }
  }

  private performSubresource(call: Call): SubresourceAnswer {
    const { request, kind } = call;
    const isWrite = request.verb === "update" || request.verb === "patch";
    if (request.subresource === "scale" && kind.subresources.scale) {
      if (request.verb === "get") return { value: this.shownScale(call) };
      if (isWrite) return { value: writeScale(this.context, call) };
    }
    if (request.subresource === "approval" && kind.subresources.approval)
      if (isWrite || request.verb === "get") return this.perform(asStatus(call));
    if (isView(call)) return { value: this.get(call) };
    const answer = answerDoor(this.context, call);
    if (answer) return answer;
    if (isStream(call)) refuseStream(this.context, call);
    throw kind.extraSubresources.includes(request.subresource) || isScale(call)
      ? methodNotAllowed()
      : unknownResource();
  }

  private measured(call: Call): unknown {
    const { usage = NOBODY_MEASURED } = this.options;
    const answer = answerMetrics(this.context, call, usage) as KubeObject;
    if (!call.request.table) return answer;
    const { items } = answer as KubeObject & { readonly items?: readonly KubeObject[] };
    return tableOf(this.context, call, items ?? [answer], { resourceVersion: "" });
  }

  private get(call: Call): unknown {
    const { request, kind } = call;
    checkGetOptions(request.options, this.options.store.state.revision);
    const object = this.options.store.get(kind.storedAs, keyOfCall(call));
    if (!object) throw notFound(resourceOf(call), request.name);
    const shown = shownObject(this.context, call, object);
    if (!request.table) return shown;
    return tableOf(this.context, call, [shown], {
      resourceVersion: object.metadata.resourceVersion ?? "",
    });
  }

  private shownScale(call: Call): unknown {
    const scale = readScale(this.context, call) as unknown as KubeObject;
    if (!call.request.table) return scale;
    const { resourceVersion = "" } = scale.metadata;
    const asScale = { ...call, kind: { ...call.kind, columns: scaleColumns } };
    return tableOf(this.context, asScale, [scale], { resourceVersion });
  }

  private shownIfObject(call: Call, answer: unknown): unknown {
    const isObject = (answer as { readonly kind?: string }).kind === call.kind.kind;
    return isObject ? shownObject(this.context, call, answer as KubeObject) : answer;
  }

  private deleteCollection(call: Call): unknown {
    const doomed = matchingObjects(this.context, call);
    const list = listObjects(this.context, { ...call, request: { ...call.request, verb: "list" } });
    for (const object of doomed) {
      const request: ApiRequest = {
        ...call.request,
        verb: "delete",
        name: object.metadata.name ?? "",
        namespace: namespaceOf(object),
      };
      deleteObject(this.context, { ...call, request });
    }
    return list;
  }

  private commit(
    call: Call,
    type: "put" | "delete",
    draft: KubeObject,
    ownership?: OwnershipChange,
  ): KubeObject {
    const object = storedForm(call, draft);
    const { simulation, store, trace, onChange } = this.options;
    const { request } = call;
    const log = ownership && nextLog(this.context, call, { object, ownership });
    if (request.options.dryRun) {
      call.outcome.log = log ?? store.logOf(call.kind.storedAs, keyOf(object));
      return object;
    }
    const isTraced = isNews(call) && simulation.state.because?.code !== HEARTBEAT;
    const traceId = isTraced ? trace.state.nextId : simulation.state.cause;
    if (call.kind.storedAs === "Service") this.followAddresses(type, object as Service);
    const change = store.commit(
      { type, kind: call.kind.storedAs, object, log },
      {
        at: simulation.now,
        agent: request.agent,
        traceId,
      },
    );
    call.outcome.log = change.log;
    if (isTraced) {
      trace.append({
        at: simulation.now,
        lane: laneOf(request.agent),
        actor: request.agent,
        verb: request.verb,
        subresource: request.subresource,
        object: {
          kind: call.kind.storedAs,
          namespace: namespaceOf(object),
          name: object.metadata.name ?? "",
          uid: object.metadata.uid ?? "",
        },
        revision: change.revision,
        cause: simulation.state.cause,
        because: simulation.state.because,
      });
      // A kubelet works on one pod at a time, step by step: each step is the cause of the next.
      if (request.agent.startsWith("kubelet/")) simulation.state.cause = traceId;
    }
    onChange(change);
    if (change.kind === "Event" && change.type === "added") this.expireEvents();
    return change.object;
  }

  /** An address is entered before the Service that asked for it is. */
  private followAddresses(type: "put" | "delete", service: Service): void {
    const { store, onChange } = this.options;
    const old = store.get("Service", keyOf(service)) as Service | undefined;
    const next = type === "put" ? service : undefined;
    for (const write of addressWrites(this.options, { old, next }))
      onChange(store.commit({ ...write, kind: "IPAddress" }, this.ownWrite()));
  }

  private expireEvents(): void {
    const { simulation, store, onChange } = this.options;
    if (simulation.now < EVENT_TTL_MS) return;
    for (const object of expiredEvents(store, simulation.epochMs))
      onChange(store.commit({ type: "delete", kind: "Event", object }, this.ownWrite()));
  }

  private ownWrite() {
    const { simulation } = this.options;
    return { at: simulation.now, agent: OWN_AGENT, traceId: simulation.state.cause };
  }
}

/** Whether a write is worth an entry in the trace. */
function isNews({ kind, request }: Call): boolean {
  return !UNTRACED.has(kind.storedAs) && request.agent !== OWN_AGENT;
}

const NAMED_VERBS: ReadonlySet<string> = new Set(["patch", "update"]);
const STATUS_VERBS: ReadonlySet<string> = new Set(["get", "patch", "update"]);

/** Whether the place of the call answers its verb at all. */
function isOffered({ kind, request }: Call): boolean {
  if (request.subresource === "status") return STATUS_VERBS.has(request.verb);
  // Objects are changed under their name.
  if (NAMED_VERBS.has(request.verb) && request.name === "") return false;
  // What belongs to a namespace can be listed and watched in all of them, but made and changed only in one.
  const isEverywhere = kind.namespaced && request.namespace === "";
  const isReading = request.verb === "list" || request.verb === "watch";
  // The server itself puts down what nobody else may write.
  const isOwn = request.isInternal === true && request.verb === "create";
  return (kind.verbs.includes(request.verb) || isOwn) && (!isEverywhere || isReading);
}

/** The call to the subresource that creating an object of this kind stands for. */
function meantBy(
  call: Call,
  { kind, subresource }: NonNullable<KindDefinition["standsFor"]>,
): Call {
  const { metadata } = call.request.body as { readonly metadata?: { readonly name?: string } };
  return { ...call, kind, request: { ...call.request, name: metadata?.name ?? "", subresource } };
}

function byPlural(kinds: readonly KindDefinition[]): Map<string, KindDefinition[]> {
  const byName = new Map<string, KindDefinition[]>();
  for (const kind of kinds) {
    const same = byName.get(kind.plural);
    if (same) same.push(kind);
    else byName.set(kind.plural, [kind]);
  }
  return byName;
}

function isScale({ kind, request }: Call): boolean {
  return request.subresource === "scale" && kind.subresources.scale !== undefined;
}

function unknownResource(): StatusError {
  return new StatusError({
    message: "the server could not find the requested resource",
    reason: "NotFound",
    details: {},
    code: 404,
  });
}

/** The timeline lane of an agent. */
function laneOf(agent: string): TraceLane {
  if (YOUR_AGENTS.has(agent)) return "you";
  if (agent.startsWith("kubelet/")) return "kubelets";
  return agent === "default-scheduler" ? "scheduler" : "controllers";
}
