import { configMap as configMapKind } from "#core/api/kinds/core/config-map.ts";
import { secret as secretKind } from "#core/api/kinds/core/secret.ts";
import type { Pod, Volume } from "#core/api/schema/generated/types.ts";
import type { WorkerContext } from "./context.ts";
import { find } from "./container-start.ts";
import type { PodRecord } from "./records.ts";

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 122_000;
/** Published in every namespace by a controller that small clusters may lack; its absence must not stop every pod. */
const ROOT_CA = "kube-root-ca.crt";

/** Mounts what the pod asks for. False: something is missing, an event says what, and `volumeRetryAt` when to try again. */
export function mountVolumes(context: WorkerContext, record: PodRecord): boolean {
  for (const volume of record.pod.spec.volumes ?? []) {
    const problem = volumeProblem(context, record.pod, volume);
    if (problem === undefined) continue;
    context.recorder.record(record.pod, {
      type: "Warning",
      reason: "FailedMount",
      message: `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`,
    });
    record.volumeDelayMs = Math.min(
      record.volumeDelayMs === 0 ? FIRST_RETRY_MS : record.volumeDelayMs * 2,
      MAX_RETRY_MS,
    );
    record.volumeRetryAt = context.now + record.volumeDelayMs;
    return false;
  }
  record.areVolumesMounted = true;
  return true;
}

interface Wanted {
  readonly kind: "configmap" | "secret";
  readonly name: string;
  readonly keys: readonly string[];
}

function volumeProblem({ client }: WorkerContext, pod: Pod, volume: Volume): string | undefined {
  const { namespace = "" } = pod.metadata;
  for (const { kind, name, keys } of wantedBy(volume)) {
    const found =
      kind === "configmap"
        ? find(client, configMapKind, { namespace, name })
        : find(client, secretKind, { namespace, name });
    if (!found) return `${kind} "${name}" not found`;
    const missing = keys.find((key) => found.data?.[key] === undefined);
    if (missing !== undefined)
      return `references non-existent ${kind === "configmap" ? "config" : "secret"} key: ${missing}`;
  }
  return undefined;
}

function wantedBy({ configMap, secret, projected }: Volume): readonly Wanted[] {
  const wanted: Wanted[] = [];
  if (configMap && !configMap.optional)
    wanted.push({ kind: "configmap", name: configMap.name ?? "", keys: keysOf(configMap.items) });
  if (secret && !secret.optional)
    wanted.push({ kind: "secret", name: secret.secretName ?? "", keys: keysOf(secret.items) });
  for (const source of projected?.sources ?? []) {
    if (source.configMap && !source.configMap.optional && source.configMap.name !== ROOT_CA)
      wanted.push({
        kind: "configmap",
        name: source.configMap.name ?? "",
        keys: keysOf(source.configMap.items),
      });
    if (source.secret && !source.secret.optional)
      wanted.push({
        kind: "secret",
        name: source.secret.name ?? "",
        keys: keysOf(source.secret.items),
      });
  }
  return wanted;
}

function keysOf(items: readonly { readonly key: string }[] | undefined): readonly string[] {
  return (items ?? []).map(({ key }) => key);
}
