import type { Document, YAMLMap } from "yaml";
import { fillDefaults } from "#core/api/custom/prune.ts";
import { bodyErrors, listErrorsOf } from "#core/api/custom/validate.ts";
import { fieldErrorBody } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { KnownKind } from "./known-kinds.ts";
import { nodeAtPath } from "./locate.ts";
import type { Reporter } from "./reporter.ts";

/** What the server would say to a custom resource: ranges, patterns, lengths and the rest of its schema, in the server's own words. */
export function checkSchema(
  root: YAMLMap,
  { custom }: KnownKind,
  document: Document,
  reporter: Reporter,
): void {
  if (!custom) return;
  const object = root.toJS(document) as KubeObject;
  fillDefaults(object, custom);
  for (const error of [...bodyErrors(object, custom), ...listErrorsOf(object, custom)]) {
    const message = `${error.field}: ${fieldErrorBody(error)}`;
    reporter.node(nodeAtPath(root, error.field), "server", { message });
  }
}
