import type { Container, Volume } from "#core/api/schema/generated/types.ts";
import { forbiddenSeccomp } from "./baseline.ts";
import {
  byContainers,
  containersOf,
  containerText,
  namesWhere,
  quoted,
  settersText,
  sortedSet,
  type Check,
} from "./check.ts";

const ALLOWED_VOLUMES: ReadonlySet<string> = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

const allowPrivilegeEscalation: Check = (pod) =>
  pod.spec.os?.name === "windows"
    ? undefined
    : byContainers(
        "allowPrivilegeEscalation != false",
        namesWhere(
          pod,
          ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
        ),
        "must set securityContext.allowPrivilegeEscalation=false",
      );

const capabilities: Check = (pod) => {
  if (pod.spec.os?.name === "windows") return undefined;
  const dropping = namesWhere(
    pod,
    ({ securityContext }) => !(securityContext?.capabilities?.drop ?? []).includes("ALL"),
  );
  const added = (container: Container) =>
    (container.securityContext?.capabilities?.add ?? []).filter(
      (name) => name !== "NET_BIND_SERVICE",
    );
  const adding = namesWhere(pod, (container) => added(container).length > 0);
  const all = sortedSet(containersOf(pod).flatMap(added));
  const details = [
    ...(dropping.length > 0
      ? [`${containerText(dropping)} must set securityContext.capabilities.drop=["ALL"]`]
      : []),
    ...(adding.length > 0
      ? [
          `${containerText(adding)} must not include ${quoted(all)} in securityContext.capabilities.add`,
        ]
      : []),
  ];
  return details.length === 0
    ? undefined
    : { reason: "unrestricted capabilities", detail: details.join("; ") };
};

const volumes: Check = ({ spec }) => {
  const bad = (spec.volumes ?? []).filter((volume) => !ALLOWED_VOLUMES.has(typeOfVolume(volume)));
  if (bad.length === 0) return undefined;
  const types = sortedSet(bad.map(typeOfVolume));
  const isOne = bad.length === 1;
  const names = quoted(bad.map(({ name }) => name));
  const word = types.length === 1 ? "restricted volume type" : "restricted volume types";
  return {
    reason: "restricted volume types",
    detail: `${isOne ? "volume" : "volumes"} ${names} ${isOne ? "uses" : "use"} ${word} ${quoted(types)}`,
  };
};

function typeOfVolume(volume: Volume): string {
  return Object.keys(volume).find((key) => key !== "name") ?? "unknown";
}

const runAsNonRoot: Check = (pod) => {
  const own = pod.spec.securityContext?.runAsNonRoot;
  const names = namesWhere(pod, ({ securityContext }) => securityContext?.runAsNonRoot === false);
  const reason = "runAsNonRoot != true";
  if (own === false || names.length > 0) {
    const setters = settersText(own === false, names);
    return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  }
  const silent =
    own === true
      ? []
      : namesWhere(pod, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  if (silent.length === 0) return undefined;
  const who = `pod or ${containerText(silent)}`;
  return { reason, detail: `${who} must set securityContext.runAsNonRoot=true` };
};

const runAsUser: Check = (pod) => {
  const isPod = pod.spec.securityContext?.runAsUser === 0;
  const names = namesWhere(pod, ({ securityContext }) => securityContext?.runAsUser === 0);
  if (!isPod && names.length === 0) return undefined;
  return {
    reason: "runAsUser=0",
    detail: `${settersText(isPod, names)} must not set runAsUser=0`,
  };
};

const seccompProfile: Check = (pod) => {
  if (pod.spec.os?.name === "windows") return undefined;
  const forbidden = forbiddenSeccomp(pod);
  if (forbidden) return forbidden;
  if (pod.spec.securityContext?.seccompProfile) return undefined;
  const silent = namesWhere(pod, ({ securityContext }) => !securityContext?.seccompProfile);
  if (silent.length === 0) return undefined;
  return {
    reason: "seccompProfile",
    detail: `pod or ${containerText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  };
};

/** What the level restricted asks besides baseline, or in place of some of its rules. */
export const restrictedChecks: Readonly<Record<string, Check>> = {
  allowPrivilegeEscalation,
  capabilities_restricted: capabilities,
  restrictedVolumes: volumes,
  runAsNonRoot,
  runAsUser,
  seccompProfile_restricted: seccompProfile,
};

/** Rules of baseline that restricted has a stricter one for. */
export const OVERRIDDEN: ReadonlySet<string> = new Set([
  "capabilities_baseline",
  "hostPathVolumes",
  "seccompProfile_baseline",
]);
