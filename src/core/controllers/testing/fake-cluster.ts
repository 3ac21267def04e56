import { deepFreeze } from "#core/base/freeze.ts";
import { isEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { keyOf, type KubeObject, type ObjectKey } from "#core/api/meta.ts";
import { alreadyExists, conflict, notFound } from "#core/api/status.ts";
import type { RequestOptions } from "#core/api/request.ts";
import type { OwnerReference, Pod } from "#core/api/schema/generated/types.ts";
import type { Client } from "#core/client/client.ts";
import type { ControllerDefinition } from "#core/client/controller.ts";
import { ControllerManager } from "#core/client/controller-manager.ts";
import { CHANGES, type Change } from "#core/client/changes.ts";
import { WatchHub } from "#core/client/watch-hub.ts";
import { Simulation, type SimEvent } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";

type AnyObject = KubeObject & {
  readonly spec?: Record<string, unknown>;
  readonly status?: Record<string, unknown>;
};

/** One recorded Event. */
export interface SeenEvent {
  readonly on: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/**
 * A stand-in for the API server, for tests of controllers alone: stores what it is given, keeps resourceVersion, generation and
 * finalizers, and plays a kubelet whose pods run 1 s after creation and stop 300 ms after deletion.
 */
export class FakeCluster {
  readonly simulation: Simulation;
  readonly events: SeenEvent[] = [];
  readonly writes: {
    readonly at: number;
    readonly kind: string;
    readonly verb: string;
    readonly object: AnyObject;
    readonly because: string;
  }[] = [];
  readonly objects = new Map<string, AnyObject>();
  readonly client: Client;
  readonly manager: ControllerManager;
  /** Called before each create; throw to refuse it. */
  refuse: (kind: string) => void = () => {};
  /** Whether pods of this image become ready. */
  isHealthy: (image: string) => boolean = () => true;
  private readonly hub: WatchHub;
  private revision = 1;

  constructor(controllers: readonly ControllerDefinition[], startEpochMs = 1_767_225_600_000) {
    this.simulation = new Simulation({ seed: 1, startEpochMs });
    this.hub = new WatchHub(this.simulation);
    this.client = this.createClient();
    this.simulation.register({
      name: "kubelet",
      state: null,
      handle: (event) => this.runKubelet(event),
    });
    this.hub.subscribe({ to: "kubelet", kinds: ["Pod"], lagMs: 5, route: "all" });
    this.manager = new ControllerManager({
      simulation: this.simulation,
      trace: new TraceLog(),
      hub: this.hub,
      controllers,
      clientFor: () => this.client,
      recorderFor: () => ({
        record: (object, { type, reason, message }) =>
          void this.events.push({
            on: `${object.kind}/${object.metadata.name ?? ""}`,
            type,
            reason,
            message,
          }),
      }),
    });
  }

  run(ms: number): void {
    this.simulation.runUntil(this.simulation.now + ms);
  }

  get<T>(kind: string, name: string, namespace = "default"): T {
    const found = this.objects.get(`${kind}|${namespace === "" ? name : `${namespace}/${name}`}`);
    if (!found) throw new Error(`no ${kind} ${name}`);
    return found as T;
  }

  all<T>(kind: string): T[] {
    return [...this.objects]
      .filter(([key]) => key.startsWith(`${kind}|`))
      .map(([, object]) => object as T);
  }

  /** Puts an object there as it is, uid and all. */
  seed(object: KubeObject): void {
    this.store({ kind: object.kind } as KindDefinition, object as AnyObject, {
      verb: "create",
      before: undefined,
    });
  }

  /** Changes an object as a user would, whatever its version. */
  edit(
    kind: string,
    name: string,
    change: (object: AnyObject) => object,
    namespace = "default",
  ): void {
    const before = this.get<AnyObject>(kind, name, namespace);
    this.store({ kind } as KindDefinition, change(before) as AnyObject, { verb: "update", before });
  }

  private createClient(): Client {
    return {
      get: (kind, key) => this.find(kind as unknown as KindDefinition, key) as never,
      list: (kind, query = {}) =>
        this.all<KubeObject>(kind.kind).filter(
          (each) => query.namespace === undefined || each.metadata.namespace === query.namespace,
        ) as never,
      create: (kind, object) =>
        this.create(kind as unknown as KindDefinition, object as AnyObject) as never,
      update: (kind, object, subresource = "") =>
        this.update(kind as unknown as KindDefinition, object as AnyObject, subresource) as never,
      patch: (kind, key, { body, subresource }) =>
        this.patch(
          kind as unknown as KindDefinition,
          key,
          body as AnyObject,
          subresource ?? "",
        ) as never,
      delete: (kind, key, options) => this.delete(kind as unknown as KindDefinition, key, options),
    };
  }

  private find(kind: KindDefinition, key: ObjectKey): AnyObject {
    const found = this.objects.get(
      `${kind.kind}|${key.namespace === "" ? key.name : `${key.namespace}/${key.name}`}`,
    );
    if (!found) throw notFound({ group: kind.group, resource: kind.plural }, key.name);
    return found;
  }

  private create(kind: KindDefinition, given: AnyObject): AnyObject {
    this.refuse(kind.kind);
    const { generateName } = given.metadata;
    const name =
      given.metadata.name ?? `${generateName ?? ""}${this.simulation.random("names").nextName(5)}`;
    const metadata = {
      ...given.metadata,
      name,
      uid: this.simulation.random("uids").nextUuid(),
      creationTimestamp: formatTime(this.simulation.epochMs),
      generation: 1,
    };
    const status = kind.kind === "Pod" ? { phase: "Pending" } : (given.status ?? {});
    const object = { ...given, metadata, status } as AnyObject;
    if (this.objects.has(`${kind.kind}|${keyOf(object)}`))
      throw alreadyExists({ group: kind.group, resource: kind.plural }, name);
    return this.store(kind, object, { verb: "create", before: undefined });
  }

  private update(kind: KindDefinition, given: AnyObject, subresource: string): AnyObject {
    const { namespace = "", name = "" } = given.metadata;
    const before = this.find(kind, { namespace, name });
    const { resourceVersion } = given.metadata;
    if (resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion)
      throw conflict({ group: kind.group, resource: kind.plural }, name);
    if (
      subresource === "finalize" &&
      before.metadata.deletionTimestamp &&
      (given.spec?.finalizers as string[]).length === 0
    ) {
      this.remove(kind, given);
      return given;
    }
    const kept = subresource === "status" ? { spec: before.spec } : { status: before.status };
    return this.store(kind, { ...given, ...kept } as AnyObject, {
      verb: subresource === "" ? "update" : subresource,
      before,
    });
  }

  /** Knows the patches that controllers send: owner references by uid, finalizers and status as a whole. */
  private patch(
    kind: KindDefinition,
    key: ObjectKey,
    body: AnyObject,
    subresource: string,
  ): AnyObject {
    const before = this.find(kind, key);
    let owners: readonly OwnerReference[] = before.metadata.ownerReferences ?? [];
    for (const reference of body.metadata?.ownerReferences ?? []) {
      owners = owners.filter((owner) => owner.uid !== reference.uid);
      if (!("$patch" in reference)) owners = [...owners, reference];
    }
    const finalizers =
      body.metadata?.finalizers === undefined
        ? before.metadata.finalizers
        : (body.metadata.finalizers ?? []);
    const metadata = {
      ...before.metadata,
      ...body.metadata,
      ...(finalizers && { finalizers }),
      ownerReferences: owners,
    };
    const conditions = [
      ...((before.status?.conditions ?? []) as unknown[]),
      ...((body.status?.conditions ?? []) as unknown[]),
    ];
    const status = body.status ? { ...before.status, ...body.status, conditions } : before.status;
    const patched = { ...before, ...body, metadata, ...(status && { status }) };
    if (
      metadata.deletionTimestamp !== undefined &&
      (finalizers ?? []).length === 0 &&
      before.metadata.finalizers?.length
    ) {
      this.remove(kind, patched);
      return patched;
    }
    return this.store(kind, patched, { verb: `patch${subresource}`, before });
  }

  private delete(
    kind: KindDefinition,
    key: ObjectKey,
    { gracePeriodSeconds, preconditions, propagationPolicy }: RequestOptions = {},
  ): void {
    const before = this.find(kind, key);
    if (preconditions?.uid !== undefined && preconditions.uid !== before.metadata.uid)
      throw conflict({ group: kind.group, resource: kind.plural }, key.name);
    const others = (before.metadata.finalizers ?? []).filter(
      (each) => each !== "foregroundDeletion" && each !== "orphan",
    );
    const added =
      propagationPolicy === "Foreground"
        ? ["foregroundDeletion"]
        : propagationPolicy === "Orphan"
          ? ["orphan"]
          : [];
    const finalizers = [...others, ...added];
    const isRunning =
      kind.kind === "Pod" &&
      (before.spec as { nodeName?: string } | undefined)?.nodeName !== undefined;
    if (finalizers.length === 0 && (!isRunning || gracePeriodSeconds === 0))
      return this.remove(kind, before);
    const metadata = {
      ...before.metadata,
      finalizers,
      deletionTimestamp: formatTime(this.simulation.epochMs),
    };
    this.store(kind, { ...before, metadata }, { verb: "delete", before });
  }

  private remove(kind: KindDefinition, before: AnyObject): void {
    this.objects.delete(`${kind.kind}|${keyOf(before)}`);
    this.publish(kind.kind, { type: "deleted", object: before, old: before });
  }

  private store(
    kind: KindDefinition,
    object: AnyObject,
    { verb, before }: { verb: string; before: AnyObject | undefined },
  ): AnyObject {
    const generation =
      (before?.metadata.generation ?? 1) + (before && !isEqual(before.spec, object.spec) ? 1 : 0);
    const metadata = { ...object.metadata, generation, resourceVersion: String(this.revision + 1) };
    const stored = deepFreeze({ ...object, kind: kind.kind, metadata });
    this.objects.set(`${kind.kind}|${keyOf(stored)}`, stored);
    this.writes.push({
      at: this.simulation.now,
      kind: kind.kind,
      verb,
      object: stored,
      because: this.simulation.state.because?.code ?? "",
    });
    this.publish(kind.kind, { type: before ? "updated" : "added", object: stored, old: before });
    return stored;
  }

  private publish(kind: string, change: Pick<Change, "type" | "object" | "old">): void {
    this.revision += 1;
    this.hub.publish({
      ...change,
      key: keyOf(change.object),
      kind,
      revision: this.revision,
      at: this.simulation.now,
      traceId: 0,
    });
  }

  private runKubelet(event: SimEvent): void {
    if (event.type === CHANGES) {
      for (const { type, object } of event.payload as readonly Change[]) {
        const key = keyOf(object);
        if (type === "added")
          this.simulation.schedule({ delayMs: 1000, to: "kubelet", type: "ready", payload: key });
        else if (type === "updated" && object.metadata.deletionTimestamp) {
          this.simulation.schedule({ delayMs: 300, to: "kubelet", type: "gone", payload: key });
        }
      }
      return;
    }
    const pod = this.objects.get(`Pod|${event.payload as string}`) as (AnyObject & Pod) | undefined;
    if (!pod) return;
    if (event.type === "gone") this.remove({ kind: "Pod" } as KindDefinition, pod);
    else if (!pod.metadata.deletionTimestamp && pod.spec.nodeName === undefined) this.startPod(pod);
  }

  private startPod(pod: AnyObject & Pod): void {
    const isReady = this.isHealthy(pod.spec.containers[0]?.image ?? "");
    const ready = {
      type: "Ready",
      status: isReady ? "True" : "False",
      lastTransitionTime: formatTime(this.simulation.epochMs),
    };
    const running = {
      ...pod,
      spec: { ...pod.spec, nodeName: "node-1" },
      status: { phase: "Running", conditions: [ready] },
    };
    this.store({ kind: "Pod" } as KindDefinition, running as unknown as AnyObject, {
      verb: "kubelet",
      before: pod,
    });
  }
}
