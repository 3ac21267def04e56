import { apiVersionOf } from "#core/api/define.ts";
import {
  fieldErrorBody,
  forbiddenField,
  invalid,
  invalidObject,
  type FieldError,
} from "#core/api/field-error.ts";
import {
  matchesFields,
  parseFieldSelector,
  type FieldRequirement,
} from "#core/api/field-selector.ts";
import { matchesLabels, parseLabelSelector } from "#core/api/label-selector.ts";
import { keyOf, nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { badRequest, expired } from "#core/api/status.ts";
import type { RequestOptions, WatchEvent } from "#core/api/request.ts";
import { compareText } from "#core/base/order.ts";
import type { Change } from "#core/client/changes.ts";
import { inServedVersion } from "./body.ts";
import type { Call, ServerContext } from "./context.ts";
import { shownObject, withManagers } from "./ownership.ts";
import { tableOf } from "./table.ts";

/** A list as the server answers it: objects without their own kind and apiVersion, in order of namespace and name. */
export function listObjects(context: ServerContext, call: Call): unknown {
  const { kind, request } = call;
  checkListOptions(request.options);
  const matching = inOrder(matchingObjects(context, call));
  const page = pageOf(call, matching);
  const metadata = { resourceVersion: String(context.store.state.revision), ...page.metadata };
  const items = page.items.map((object) => shownObject(context, call, object));
  if (request.table) return tableOf(context, call, items, metadata);
  return {
    kind: kind.custom?.listKind ?? `${kind.kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata,
    // Custom resources are lists of whole objects.
    items: kind.custom ? items : items.map(withoutType),
  };
}

/** Objects that the call's namespace and selectors mean, in no particular order. */
export function matchingObjects({ store }: ServerContext, call: Call): readonly KubeObject[] {
  const { kind, request } = call;
  const isSelected = selectorOf(call);
  const namespace = kind.namespaced ? request.namespace : "";
  const node = kind.kind === "Pod" ? nodeAskedFor(request.options.fieldSelector ?? "") : undefined;
  if (node === undefined) return store.list(kind.kind, namespace).filter(isSelected);
  const isInPlace = (pod: KubeObject) => namespace === "" || namespaceOf(pod) === namespace;
  return store.podsOnNode(node).filter((pod) => isInPlace(pod) && isSelected(pod));
}

/** The node whose pods are asked for, when that is what a field selector says. */
function nodeAskedFor(fieldSelector: string): string | undefined {
  if (!fieldSelector.includes("spec.nodeName")) return undefined;
  const isAsking = (each: FieldRequirement) =>
    each.field === "spec.nodeName" && each.operator !== "!=" && each.value !== "";
  return parseFieldSelector(fieldSelector).find(isAsking)?.value;
}

/** In order of namespace and name, as etcd keeps its keys. */
function inOrder(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects
    .map((object) => ({ key: keyOf(object), object }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ object }) => object);
}

/** The selectors of a call as a predicate. Throws a 400 StatusError when they make no sense. */
export function selectorOf({ kind, request }: Call): (object: KubeObject) => boolean {
  const { labelSelector = "", fieldSelector = "" } = request.options;
  const labels = labelSelector === "" ? undefined : parseLabelSelector(labelSelector);
  const fields = fieldSelector === "" ? [] : parseFieldSelector(fieldSelector);
  const readers = new Map(kind.selectableFields.map(({ path, read }) => [path, read]));
  for (const { field } of fields) {
    if (field === "metadata.name" || field === "metadata.namespace" || readers.has(field)) continue;
    if (kind.namesItselfInSelectors === true)
      throw badRequest(`field label ${JSON.stringify(field)} not supported for ${kind.kind}`);
    if (readers.size > 0) throw badRequest(`field label not supported: ${field}`);
    throw badRequest(
      `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
  return (object) => {
    if (labels && !matchesLabels(labels, object.metadata.labels)) return false;
    return matchesFields(fields, (field) => {
      if (field === "metadata.name") return nameOf(object);
      if (field === "metadata.namespace") return namespaceOf(object);
      return readers.get(field)?.(object) ?? "";
    });
  };
}

/** Models metainternalversion validation.ValidateListOptions and the parsing of versions. */
function checkListOptions({
  resourceVersion = "",
  resourceVersionMatch,
  limit = 0,
  continue: token = "",
}: RequestOptions): void {
  const errors: FieldError[] = [];
  if (resourceVersionMatch !== undefined && resourceVersionMatch !== "") {
    const field = "resourceVersionMatch";
    if (resourceVersion === "")
      errors.push(
        forbiddenField(
          field,
          "resourceVersionMatch is forbidden unless resourceVersion is provided",
        ),
      );
    if (token !== "")
      errors.push(
        forbiddenField(field, "resourceVersionMatch is forbidden when continue is provided"),
      );
    if (resourceVersionMatch !== "Exact" && resourceVersionMatch !== "NotOlderThan") {
      errors.push({
        type: "FieldValueNotSupported",
        field,
        value: resourceVersionMatch,
        detail: 'supported values: "Exact", "NotOlderThan", ""',
      });
    }
    if (resourceVersionMatch === "Exact" && resourceVersion === "0") {
      errors.push(
        forbiddenField(field, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
      );
    }
  }
  if (limit < 0) errors.push(invalid("limit", limit, "must be greater than or equal to 0"));
  if (errors.length > 0)
    throw invalidObject({ group: "meta.k8s.io", kind: "ListOptions" }, "", errors);
  checkVersion(resourceVersion);
}

function checkVersion(resourceVersion: string): void {
  if (/^\d*$/.test(resourceVersion)) return;
  const problem = `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`;
  throw badRequest(
    `invalid resource version: ${fieldErrorText(invalid("resourceVersion", resourceVersion, problem))}`,
  );
}

function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`;
}

interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: { readonly continue?: string; readonly remainingItemCount?: number };
}

/** Cuts a page out; the token names the last key given out. */
function pageOf({ request }: Call, all: readonly KubeObject[]): Page {
  const { limit = 0, continue: token = "", labelSelector, fieldSelector } = request.options;
  if (token !== "" && !token.startsWith("after:")) {
    throw badRequest(
      "invalid continue token: continue key is not valid: invalid character '\\u0081' looking for beginning of value",
    );
  }
  const start =
    token === "" ? 0 : all.findIndex((object) => keyOf(object) > token.slice("after:".length));
  const rest = start < 0 ? [] : all.slice(start);
  if (limit <= 0 || rest.length <= limit) return { items: rest, metadata: {} };
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  // Filtered lists do not count what is left, as upstream.
  const isFiltered = (labelSelector ?? "") !== "" || (fieldSelector ?? "") !== "";
  return {
    items,
    metadata: {
      continue: `after:${last ? keyOf(last) : ""}`,
      ...(!isFiltered && { remainingItemCount: rest.length - limit }),
    },
  };
}

function withoutType(object: KubeObject): unknown {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  return rest;
}

/** A watch that is read by asking: each call of `take` gives what happened since the last. */
export class WatchCursor {
  private readonly context: ServerContext;
  private readonly call: Call;
  private readonly isSelected: (object: KubeObject) => boolean;
  private revision: number;
  private initial: readonly WatchEvent[];

  /** Without a resourceVersion (or with "0") the watch begins with ADDED for every object there is. */
  constructor(context: ServerContext, call: Call) {
    this.context = context;
    this.call = call;
    this.isSelected = selectorOf(call);
    const from = call.request.options.resourceVersion ?? "";
    checkVersion(from);
    const isFresh = from === "" || from === "0";
    this.revision = isFresh ? context.store.state.revision : Number(from);
    this.initial = isFresh
      ? inOrder(matchingObjects(context, call)).map((object) =>
          this.event("ADDED", shownObject(context, call, object)),
        )
      : [];
  }

  /** Events since the last call, oldest first. */
  take(): readonly WatchEvent[] {
    const events = [...this.initial];
    this.initial = [];
    const { kind, request } = this.call;
    const changes = this.context.store.changesSince(this.revision);
    if (!changes)
      return [
        {
          type: "ERROR",
          object: expired(
            `too old resource version: ${this.revision} (${this.context.store.state.compactedRevision})`,
          ).status,
        },
      ];
    for (const change of changes) {
      this.revision = change.revision;
      if (change.kind !== kind.kind) continue;
      if (
        kind.namespaced &&
        request.namespace !== "" &&
        namespaceOf(change.object) !== request.namespace
      )
        continue;
      const type = typeFor(
        change.type !== "deleted" && this.isSelected(change.object),
        change.old !== undefined && this.isSelected(change.old),
      );
      if (type) events.push(this.event(type, this.shown(change)));
    }
    return events;
  }

  private shown({ object, log }: Change): KubeObject {
    const { kind, request } = this.call;
    return request.showsManagedFields === true ? withManagers(kind, object, log) : object;
  }

  private event(type: WatchEvent["type"], object: KubeObject): WatchEvent {
    const { request, kind } = this.call;
    const shown = request.table
      ? tableOf(this.context, this.call, [object], {
          resourceVersion: object.metadata.resourceVersion ?? "",
        })
      : object;
    return { type, object: inServedVersion(kind, shown) as KubeObject };
  }
}

function typeFor(isIn: boolean, wasIn: boolean): WatchEvent["type"] | undefined {
  if (isIn) return wasIn ? "MODIFIED" : "ADDED";
  return wasIn ? "DELETED" : undefined;
}
