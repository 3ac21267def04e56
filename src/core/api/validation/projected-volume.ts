import { forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from "../schema/generated/types.ts";
import { fieldReference, resourceReference } from "./downward-api.ts";
import { localPath } from "./fields.ts";

const VOLUME_FIELDS = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
] as const;

/** Refuses what is no file mode. */
export function fileMode(path: string, mode: number | undefined): FieldError[] {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return [];
  return [invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive")];
}

/** Every mistake of one key laid out as a file. Models validation.validateKeyToPath. */
export function keyToPath(path: string, { key, path: file, mode }: KeyToPath): FieldError[] {
  return [
    ...(key ? [] : [required(`${path}.key`)]),
    ...(file ? [] : [required(`${path}.path`)]),
    ...localPath(`${path}.path`, file ?? ""),
    ...fileMode(`${path}.mode`, mode),
  ];
}

/** Every mistake of one file of the downward API; its path carries no index, as upstream's does not. */
export function downwardFile(path: string, file: DownwardAPIVolumeFile): FieldError[] {
  return [
    ...(file.path ? [] : [required(`${path}.path`)]),
    ...localPath(`${path}.path`, file.path ?? ""),
    ...downwardReference(path, file),
    ...fileMode(`${path}.mode`, file.mode),
  ];
}

function downwardReference(
  path: string,
  { fieldRef, resourceFieldRef }: DownwardAPIVolumeFile,
): FieldError[] {
  if (fieldRef) {
    const both = resourceFieldRef
      ? [
          invalid(
            path,
            "resource",
            "fieldRef and resourceFieldRef can not be specified simultaneously",
          ),
        ]
      : [];
    return [...fieldReference(`${path}.fieldRef`, fieldRef, VOLUME_FIELDS), ...both];
  }
  if (resourceFieldRef)
    return resourceReference(`${path}.resourceFieldRef`, resourceFieldRef, {
      needsContainer: true,
    });
  return [required(path, "one of fieldRef and resourceFieldRef is required")];
}

/** Frozen volumes in which nothing was found wrong: every pod has the token of its account in the same one. */
const faultless = new WeakSet<ProjectedVolumeSource>();

/** Every mistake of a volume made of several sources. Models validation.validateProjectedVolumeSource. */
export function validateProjected(path: string, volume: ProjectedVolumeSource): FieldError[] {
  if (faultless.has(volume)) return [];
  const { defaultMode, sources = [] } = volume;
  const taken = new Set<string>();
  const errors = [
    ...fileMode(`${path}.defaultMode`, defaultMode),
    ...sources.flatMap((source, i) => validateSource(path, `${path}.sources[${i}]`, source, taken)),
  ];
  if (errors.length === 0 && Object.isFrozen(volume)) faultless.add(volume);
  return errors;
}

function validateSource(
  path: string,
  at: string,
  source: VolumeProjection,
  taken: Set<string>,
): FieldError[] {
  const errors: FieldError[] = [];
  const claim = (file: string, value: unknown) => {
    if (file === "") return;
    if (taken.has(file)) errors.push(invalid(path, value, "conflicting duplicate paths"));
    taken.add(file);
  };
  for (const kind of ["secret", "configMap"] as const) {
    const map = source[kind];
    if (!map) continue;
    if (!map.name) errors.push(required(`${at}.${kind}.name`));
    for (const [i, item] of (map.items ?? []).entries()) {
      errors.push(...keyToPath(`${at}.${kind}.items[${i}]`, item));
      claim(item.path, map.name);
    }
  }
  for (const file of source.downwardAPI?.items ?? []) {
    errors.push(...downwardFile(`${at}.downwardAPI`, file));
    claim(file.path, file.path);
  }
  if (source.serviceAccountToken)
    errors.push(...validateToken(path, `${at}.serviceAccountToken`, source.serviceAccountToken));
  const count = Object.values(source).filter((each) => each !== undefined).length;
  if (count > 1)
    errors.push(forbiddenField(at, "may not specify more than 1 volume type per source"));
  return errors;
}

/** The path of the token is reported at the volume, as upstream does. */
function validateToken(
  path: string,
  at: string,
  { expirationSeconds = 3600, path: file }: ServiceAccountTokenProjection,
): FieldError[] {
  const errors: FieldError[] = [];
  if (expirationSeconds < 600)
    errors.push(
      invalid(
        `${at}.expirationSeconds`,
        expirationSeconds,
        "may not specify a duration less than 10 minutes",
      ),
    );
  if (expirationSeconds > 2 ** 32) {
    errors.push(
      invalid(
        `${at}.expirationSeconds`,
        expirationSeconds,
        "may not specify a duration larger than 2^32 seconds",
      ),
    );
  }
  return [...errors, ...(file ? localPath(`${path}.path`, file) : [required(`${path}.path`)])];
}
