import type { Draft } from "../../define.ts";
import type { AppArmorProfile, Pod } from "../../schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";

const PREFIX = "container.apparmor.security.beta.kubernetes.io/";
const LOCAL = "localhost/";
const MAX_LOCAL_CHARS = 4095;

/**
 * Writes profiles that a new pod names in annotations, as was the way before v1.30, into its containers; returns what there is to say of them.
 * Models registry/core/pod applyAppArmorVersionSkew.
 */
export function fillInAppArmor({ metadata, spec }: Draft<Pod>): readonly string[] {
  const { annotations } = metadata;
  if (!annotations || spec.os?.name === "windows") return [];
  if (!Object.keys(annotations).some((name) => name.startsWith(PREFIX))) return [];
  const warnings: string[] = [];
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    const key = `${PREFIX}${container.name}`;
    const text = annotations[key];
    if (text === undefined || container.securityContext?.appArmorProfile) continue;
    const profile = profileOf(text);
    if (profile && isSemanticallyEqual(profile, spec.securityContext?.appArmorProfile)) continue;
    if (profile)
      container.securityContext = { ...container.securityContext, appArmorProfile: profile };
    warnings.push(
      `metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`,
    );
  }
  return warnings;
}

/** Models podutil.ApparmorFieldForAnnotation; what is not valid is none. */
function profileOf(text: string): AppArmorProfile | undefined {
  if (text === "unconfined") return { type: "Unconfined" };
  if (text === "runtime/default") return { type: "RuntimeDefault" };
  const localhostProfile = text.startsWith(LOCAL) ? text.slice(LOCAL.length) : "";
  const isValid =
    localhostProfile !== "" &&
    localhostProfile.trim() === localhostProfile &&
    localhostProfile.length <= MAX_LOCAL_CHARS;
  return isValid ? { type: "Localhost", localhostProfile } : undefined;
}
