import { forbiddenField, invalid, type FieldError } from "../field-error.ts";
import type {
  AppArmorProfile,
  Container,
  PodSpec,
  SeccompProfile,
} from "../schema/generated/types.ts";
import { descendingPath } from "./fields.ts";
import { allContainers } from "./pod-containers.ts";

const MAX_INT32 = 2_147_483_647;
const MIRROR = "kubernetes.io/config.mirror";
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
const LOCAL = "localhost/";
const DEFAULTS = ["runtime/default", "docker/default"];

type Annotations = Readonly<Record<string, string>> | undefined;

/** Every mistake of the annotations by which pods were once told what fields tell now. Models validation.ValidatePodSpecificAnnotations. */
export function podAnnotations(
  path: string,
  annotations: Annotations,
  spec: PodSpec,
  { checksCost = true }: { readonly checksCost?: boolean } = {},
): FieldError[] {
  if (!annotations) return [];
  const mirror = annotations[MIRROR];
  const cost = annotations[DELETION_COST];
  const keys = Object.keys(annotations).sort();
  return [
    ...(mirror !== undefined && !spec.nodeName
      ? [
          invalid(
            `${path}[${MIRROR}]`,
            mirror,
            "must set spec.nodeName if mirror pod annotation is set",
          ),
        ]
      : []),
    ...(cost !== undefined && checksCost && !isDeletionCost(cost)
      ? [invalid(`${path}[${DELETION_COST}]`, cost, "must be a 32bit integer")]
      : []),
    ...[SECCOMP_POD, ...keys.filter((key) => key.startsWith(SECCOMP_CONTAINER))].flatMap((key) =>
      seccompAnnotation(`${path}.${key}`, annotations[key]),
    ),
    ...keys
      .filter((key) => key.startsWith(APP_ARMOR))
      .flatMap((key) => appArmorAnnotation(`${path}[${key}]`, key, annotations[key] ?? "", spec)),
  ];
}

/** Whether a pod's deletion cost is one. Models helper.GetDeletionCostFromPodAnnotations. */
export function hasDeletionCost(annotations: Annotations): boolean {
  const cost = annotations?.[DELETION_COST];
  return cost === undefined || isDeletionCost(cost);
}

function isDeletionCost(cost: string): boolean {
  const number = Number(cost);
  return /^(0|-\d+|[1-9]\d*)$/.test(cost) && number <= MAX_INT32 && number >= -MAX_INT32 - 1;
}

function seccompAnnotation(path: string, profile: string | undefined): FieldError[] {
  if (profile === undefined || profile === "unconfined" || DEFAULTS.includes(profile)) return [];
  return profile.startsWith(LOCAL)
    ? descendingPath(path, profile.slice(LOCAL.length))
    : [invalid(path, profile, "must be a valid seccomp profile")];
}

function appArmorAnnotation(
  path: string,
  key: string,
  profile: string,
  spec: PodSpec,
): FieldError[] {
  const name = key.slice(APP_ARMOR.length);
  const isFound = allContainers("", spec).some(({ container }) => container.name === name);
  const isKnown =
    profile === "" ||
    profile === "runtime/default" ||
    profile === "unconfined" ||
    profile.startsWith(LOCAL);
  return [
    ...(isFound ? [] : [invalid(path, name, "container not found")]),
    ...(isKnown
      ? []
      : [invalid(path, profile, `invalid AppArmor profile name: ${JSON.stringify(profile)}`)]),
  ];
}

/** Refuses changes of what a running pod was started with. Models validation.ValidatePodSpecificAnnotationUpdates. */
export function annotationChanges(
  path: string,
  annotations: Annotations = {},
  old: Annotations = {},
): FieldError[] {
  const refuse = (key: string, verb: string) => {
    if (key.startsWith(APP_ARMOR))
      return [forbiddenField(`${path}[${key}]`, `may not ${verb} AppArmor annotations`)];
    return key === MIRROR
      ? [forbiddenField(`${path}[${key}]`, `may not ${verb} mirror pod annotation`)]
      : [];
  };
  return [
    ...Object.keys(old)
      .sort()
      .filter((key) => annotations[key] !== old[key])
      .flatMap((key) => refuse(key, "remove or update")),
    ...Object.keys(annotations)
      .sort()
      .filter((key) => old[key] === undefined)
      .flatMap((key) => refuse(key, "add")),
  ];
}

/** Refuses annotations that say something else than the fields that took their place. */
export function annotationsAgainstFields(
  path: string,
  annotations: Annotations,
  spec: PodSpec,
): FieldError[] {
  if (!annotations) return [];
  const containers = allContainers(path, spec);
  return [
    ...seccompMismatch(`${path}.securityContext`, spec.securityContext?.seccompProfile, {
      text: annotations[SECCOMP_POD],
    }),
    ...containers.flatMap(({ path: at, container }) =>
      seccompMismatch(`${at}.securityContext`, container.securityContext?.seccompProfile, {
        text: annotations[`${SECCOMP_CONTAINER}${container.name}`],
      }),
    ),
    ...(spec.os?.name === "windows"
      ? []
      : containers.flatMap(({ path: at, container }) =>
          appArmorMismatch(at, appArmorOf(container, spec), {
            text: annotations[`${APP_ARMOR}${container.name}`],
          }),
        )),
  ];
}

interface Told {
  readonly text: string | undefined;
}

/** Models validation.validateSeccompAnnotationsAndFieldsMatch. */
function seccompMismatch(
  path: string,
  profile: SeccompProfile | undefined,
  { text }: Told,
): FieldError[] {
  if (!profile || text === undefined) return [];
  return mismatch(`${path}.seccompProfile`, "seccomp", profile, { text, defaults: DEFAULTS });
}

function appArmorOf(container: Container, spec: PodSpec): AppArmorProfile | undefined {
  return container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
}

/** Models validation.validateAppArmorAnnotationsAndFieldsMatchOnCreate. */
function appArmorMismatch(
  path: string,
  profile: AppArmorProfile | undefined,
  { text }: Told,
): FieldError[] {
  if (!profile || text === undefined) return [];
  return mismatch(`${path}.securityContext.appArmorProfile`, "apparmor", profile, {
    text,
    defaults: ["runtime/default"],
  });
}

function mismatch(
  path: string,
  word: string,
  { type, localhostProfile }: SeccompProfile | AppArmorProfile,
  { text, defaults }: { readonly text: string; readonly defaults: readonly string[] },
): FieldError[] {
  const wrongType = forbiddenField(
    `${path}.type`,
    `${word} type in annotation and field must match`,
  );
  if (type === "Unconfined") return text === "unconfined" ? [] : [wrongType];
  if (type === "RuntimeDefault") return defaults.includes(text) ? [] : [wrongType];
  if (type !== "Localhost") return [];
  if (!text.startsWith(LOCAL)) return [wrongType];
  return text.slice(LOCAL.length) === localhostProfile
    ? []
    : [
        forbiddenField(
          `${path}.localhostProfile`,
          `${word} profile in annotation and field must match`,
        ),
      ];
}
