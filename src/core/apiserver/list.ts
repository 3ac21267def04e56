import { apiVersionOf } from "#core/api/define.ts";
import {
  matchesFields,
  parseFieldSelector,
  type FieldRequirement,
} from "#core/api/field-selector.ts";
import { matchesLabels, parseLabelSelector } from "#core/api/label-selector.ts";
import type { WriteLog } from "#core/api/managed-fields/write-log.ts";
import { keyOf, nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import type { ApiRequest } from "#core/api/request.ts";
import { badRequest, expired, StatusError } from "#core/api/status.ts";
import { rememberByIdentity } from "#core/base/remember.ts";
import { compareText, sortedBy } from "#core/base/order.ts";
import { decodeContinue, encodeContinue } from "./continue-token.ts";
import type { Call, ServerContext } from "./context.ts";
import { checkListOptions, tooLargeVersion } from "./list-options.ts";
import { withManagers } from "./ownership.ts";
import { tableOf } from "./table.ts";

/** An object with who wrote it, as they were at the moment that is listed. */
interface Listed {
  readonly key: string;
  readonly object: KubeObject;
  readonly log: WriteLog | undefined;
}

/** A list as the server answers it: objects without their own kind and apiVersion, in order of namespace and name. */
export function listObjects(context: ServerContext, call: Call): unknown {
  const { kind, request } = call;
  if (isPlain(request)) return plainList(context, call);
  checkListOptions(request.options);
  const { revision, start } = momentOf(context, call);
  const all = sortedBy(listedAt(context, call, revision), ({ key }) => key);
  const from = start === undefined ? 0 : all.findIndex(({ key }) => key >= start);
  const page = pageOf(call, from < 0 ? [] : all.slice(from), {
    revision: revision ?? context.store.state.revision,
  });
  const resourceVersion = String(revision ?? context.store.state.revision);
  const metadata = { resourceVersion, ...page.metadata };
  const items = page.items.map(({ object, log }) =>
    request.showsManagedFields === true ? withManagers(kind, object, log) : object,
  );
  if (request.table) return tableOf(context, call, items, metadata);
  return {
    kind: kind.custom?.listKind ?? `${kind.kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata,
    // Custom resources are lists of whole objects.
    items: kind.custom ? items : items.map(withoutType),
  };
}

/** Whether a component asks for all there is now: so most lists are asked for. */
function isPlain({ isInternal, table, showsManagedFields, options }: ApiRequest): boolean {
  return (
    isInternal === true &&
    !table &&
    showsManagedFields !== true &&
    options.resourceVersion === undefined &&
    options.resourceVersionMatch === undefined &&
    options.limit === undefined &&
    options.continue === undefined
  );
}

function plainList(context: ServerContext, call: Call): unknown {
  const { kind } = call;
  const items = sortedBy(matchingObjects(context, call), keyOf);
  return {
    kind: kind.custom?.listKind ?? `${kind.kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: String(context.store.state.revision) },
    items: kind.custom ? items : items.map(withoutType),
  };
}

/** Which moment is listed (undefined for the newest), and from which key on. Models the watch cache's GetList and etcd3's. */
function momentOf(
  { store }: ServerContext,
  { request, kind }: Call,
): { readonly revision: number | undefined; readonly start: string | undefined } {
  const { resourceVersion = "", resourceVersionMatch = "", limit = 0 } = request.options;
  const token = request.options.continue ?? "";
  if (token !== "") {
    const { revision, start } = decodeContinue(token);
    const isInNamespace = kind.namespaced && request.namespace !== "";
    return { revision, start: isInNamespace ? `${request.namespace}/${start}` : start };
  }
  if (resourceVersion === "" || resourceVersion === "0")
    return { revision: undefined, start: undefined };
  const asked = Number(resourceVersion);
  if (asked > store.state.revision) throw tooLargeVersion(asked, store.state.revision);
  const isExact = resourceVersionMatch === "Exact" || (resourceVersionMatch === "" && limit > 0);
  return { revision: isExact ? asked : undefined, start: undefined };
}

const TOO_OLD =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, " +
  "or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list " +
  "- objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

/** What the call selects, as it was at a revision. */
function listedAt(
  context: ServerContext,
  call: Call,
  revision: number | undefined,
): readonly Listed[] {
  const { store } = context;
  const now = matchingObjects(context, call).map((object): Listed => {
    const key = keyOf(object);
    return { key, object, log: store.logOf(call.kind.storedAs, key) };
  });
  if (revision === undefined || revision >= store.state.revision) return now;
  const changes = store.changesSince(revision);
  if (!changes) throw tooOld(call);
  const { kind, request } = call;
  const isSelected = selectorOf(call);
  const namespace = kind.namespaced ? request.namespace : "";
  /** The state before the first change since, by key. */
  const before = new Map<string, Listed | undefined>();
  for (const change of changes) {
    const key = keyOf(change.object);
    if (change.kind !== kind.storedAs || before.has(key)) continue;
    const { old } = change;
    const isIn =
      old && (namespace === "" || namespaceOf(old) === namespace) ? isSelected(old) : false;
    before.set(key, old && isIn ? { key, object: old, log: change.oldLog } : undefined);
  }
  const past = [...before.values()].filter((each) => each !== undefined);
  return [...now.filter(({ key }) => !before.has(key)), ...past];
}

/** 410, with a token that goes on without promising one moment. Models etcd3 interpretListError. */
function tooOld({ request }: Call): StatusError {
  const token = request.options.continue ?? "";
  if (token === "") return expired("The resourceVersion for the provided list is too old.");
  const { start } = decodeContinue(token);
  const { status, code } = expired(TOO_OLD);
  const metadata = { continue: encodeContinue({ revision: undefined, start }) };
  return new StatusError({ ...status, metadata, code });
}

interface Page {
  readonly items: readonly Listed[];
  readonly metadata: { readonly continue?: string; readonly remainingItemCount?: number };
}

/** Cuts a page out; the token names the moment and the key after the last one given out. */
function pageOf(
  { kind, request }: Call,
  rest: readonly Listed[],
  { revision }: { readonly revision: number },
): Page {
  const { limit = 0, labelSelector = "", fieldSelector = "" } = request.options;
  if (limit <= 0 || rest.length <= limit) return { items: rest, metadata: {} };
  const items = rest.slice(0, limit);
  const last = items.at(-1)?.key ?? "";
  const isInNamespace = kind.namespaced && request.namespace !== "";
  const start = `${isInNamespace ? last.slice(last.indexOf("/") + 1) : last}\u0000`;
  // Filtered lists do not count what is left, as upstream.
  const isFiltered = labelSelector !== "" || fieldSelector !== "";
  return {
    items,
    metadata: {
      continue: encodeContinue({ revision, start }),
      ...(!isFiltered && { remainingItemCount: rest.length - limit }),
    },
  };
}

/** Objects that the call's namespace and selectors mean, in no particular order. */
export function matchingObjects({ store }: ServerContext, call: Call): readonly KubeObject[] {
  const { kind, request } = call;
  const isSelected = selectorOf(call);
  const namespace = kind.namespaced ? request.namespace : "";
  const node = kind.isIndexedByNode ? nodeAskedFor(request.options.fieldSelector ?? "") : undefined;
  if (node === undefined) return store.list(kind.storedAs, namespace).filter(isSelected);
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
export function inOrder(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects
    .map((object) => ({ key: keyOf(object), object }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ object }) => object);
}

const isAnything = () => true;

/** The selectors of a call as a predicate. Throws a 400 StatusError when they make no sense. */
export function selectorOf({ kind, request }: Call): (object: KubeObject) => boolean {
  const { labelSelector = "", fieldSelector = "" } = request.options;
  if (labelSelector === "" && fieldSelector === "") return isAnything;
  const labels = labelSelector === "" ? undefined : parseLabelSelector(labelSelector);
  const fields = fieldSelector === "" ? [] : parseFieldSelector(fieldSelector);
  const readers = new Map(kind.selectableFields.map(({ path, read }) => [path, read]));
  for (const { field } of fields) {
    if (field === "metadata.name" || field === "metadata.namespace" || readers.has(field)) continue;
    if (kind.namesItselfInSelectors === true)
      throw badRequest(`field label ${JSON.stringify(field)} not supported for ${kind.kind}`);
    if (readers.size > 0 || kind.custom) throw badRequest(`field label not supported: ${field}`);
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

/** The same for as long as the object lives: kubelets list the Services for every container that they start. */
const withoutType = rememberByIdentity((object: KubeObject): object => {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object;
  return Object.freeze(rest);
});
