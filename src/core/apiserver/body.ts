import { apiVersionOf, type Draft } from "#core/api/define.ts";
import { invalidObject } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { decodeObject } from "#core/api/schema/decode.ts";
import { badRequest } from "#core/api/status.ts";
import type { Call } from "./context.ts";

/** Reads the body of a write as the call's kind: strictly, with defaults filled in. The result is a draft of its own. */
export function decodeBody(call: Call, value: unknown): Draft<KubeObject> {
  const { kind, request } = call;
  const header = value as { readonly apiVersion?: unknown; readonly kind?: unknown } | null;
  if (typeof header !== "object" || header === null)
    throw badRequest("the object provided is unrecognized (must be of type " + kind.kind + ")");
  const wanted = apiVersionOf(kind);
  if (
    header.kind !== undefined &&
    (header.kind !== kind.kind || (header.apiVersion ?? wanted) !== wanted)
  ) {
    throw badRequest(
      `${String(header.kind)} in version "${versionOf(String(header.apiVersion ?? wanted))}" cannot be handled as a ${kind.kind}: converting (v1.${String(header.kind)}) to (${internalName(kind.group)}.${kind.kind}): unknown conversion`,
    );
  }
  const decoded = decodeObject(kind.schemaName, value, {
    fieldValidation: request.options.fieldValidation ?? "Ignore",
  });
  if (request.options.fieldValidation === "Warn") call.warnings.push(...decoded.warnings);
  const draft = decoded.object as Draft<KubeObject>;
  kind.setDefaults(draft);
  return { ...draft, apiVersion: wanted, kind: kind.kind };
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf("/") + 1);
}

function internalName(group: string): string {
  return group === "" ? "core" : (group.split(".")[0] ?? group);
}

/** Refuses an object with field errors. */
export function refuseInvalid(
  call: Call,
  name: string,
  errors: Parameters<typeof invalidObject>[2],
): void {
  if (errors.length > 0) throw invalidObject(call.kind, name, errors);
}
