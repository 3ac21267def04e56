import type { Draft } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Container, Pod } from "#core/api/schema/generated/types.ts";
import { cloneJson } from "#core/base/clone.ts";
import { isEqual } from "#core/base/equal.ts";
import { isTokenVolume, TOKEN_MOUNT_PATH } from "./admission/service-account.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A draft of a pod that a component hands over: its own down to the fields of its containers. What lies deeper and is frozen belongs to the
 * template it was made from, and all pods of the template have it in common: whoever fills something in replaces it.
 */
export function podDraft(header: Fields): Draft<KubeObject> {
  const draft = ownFields(header);
  draft["metadata"] = ownFields((header["metadata"] ?? {}) as Fields);
  const spec = ownFields((header["spec"] ?? {}) as Fields);
  for (const list of ["containers", "initContainers"])
    if (spec[list]) spec[list] = (spec[list] as readonly Fields[]).map(ownFields);
  draft["spec"] = spec;
  return draft as unknown as Draft<KubeObject>;
}

function ownFields(value: Fields): Record<string, unknown> {
  const own: Record<string, unknown> = {};
  // eslint-disable-next-line no-restricted-syntax -- this is done for every pod; JSON values inherit nothing
  for (const key in value) {
    const part = value[key];
    if (part !== undefined) own[key] = Object.isFrozen(part) ? part : cloneJson(part);
  }
  return own;
}

/** By the spec of a template: the spec of a pod made from it in which nothing was wrong. */
const faultless = new WeakMap<object, Pod["spec"]>();

/** Remembers that nothing is wrong with the spec of a pod that a component made from a template's. Both must be frozen, or nothing is remembered. */
export function rememberFaultless(body: unknown, { spec }: Pod): void {
  const template = templateOf(body);
  if (template && Object.isFrozen(spec)) faultless.set(template, spec);
}

/** Whether a pod is, but for its name and its token's, one in which nothing was wrong: so it need not be checked again. */
export function isKnownFaultless(body: unknown, { metadata, spec }: Pod): boolean {
  const template = templateOf(body);
  const known = template && faultless.get(template);
  if (!known || metadata.annotations !== undefined) return false;
  return isSpecAlike(known, spec);
}

function templateOf(body: unknown): object | undefined {
  const { spec } = body as { readonly spec?: object };
  return spec && Object.isFrozen(spec) ? spec : undefined;
}

function isSpecAlike(a: Pod["spec"], b: Pod["spec"]): boolean {
  const tokens = { a: tokenNameOf(a), b: tokenNameOf(b) };
  const rest = { ...b, containers: a.containers, volumes: a.volumes };
  if (a.initContainers && b.initContainers) rest.initContainers = a.initContainers;
  return (
    isEqual(a, rest) &&
    areVolumesAlike(a, b) &&
    areContainersAlike(a.containers, b.containers, tokens) &&
    areContainersAlike(a.initContainers ?? [], b.initContainers ?? [], tokens)
  );
}

/** Volumes that are named after their pod are not alike. */
function areVolumesAlike({ volumes: a = [] }: Pod["spec"], { volumes: b = [] }: Pod["spec"]) {
  return (
    a.length === b.length &&
    a.every((volume, i) => {
      const other = b[i];
      return volume === other
        ? volume.ephemeral === undefined
        : isTokenVolume(volume) && other !== undefined && isTokenVolume(other);
    })
  );
}

function tokenNameOf({ volumes = [] }: Pod["spec"]): string | undefined {
  return volumes.find(isTokenVolume)?.name;
}

interface TokenNames {
  readonly a: string | undefined;
  readonly b: string | undefined;
}

function areContainersAlike(
  all: readonly Container[],
  others: readonly Container[],
  tokens: TokenNames,
): boolean {
  return (
    all.length === others.length &&
    all.every((container, i) => {
      const other = others[i] as Container;
      const { volumeMounts } = container;
      return (
        areMountsAlike(volumeMounts, other.volumeMounts, tokens) &&
        isEqual(container, { ...other, volumeMounts })
      );
    })
  );
}

function areMountsAlike(
  all: Container["volumeMounts"] = [],
  others: Container["volumeMounts"] = [],
  tokens: TokenNames,
): boolean {
  return (
    all.length === others.length &&
    all.every((mount, i) => {
      const other = others[i];
      if (mount === other) return true;
      const isToken = mount.mountPath === TOKEN_MOUNT_PATH && mount.name === tokens.a;
      return isToken && other?.name === tokens.b && isEqual(mount, { ...other, name: mount.name });
    })
  );
}
