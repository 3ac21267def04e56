import { isBeingDeleted, nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { kinds } from "#core/api/kinds/index.ts";

/** Names objects in a check: `pod[app=web]`, `node/worker-*`, `service/shop@blue`. */
export interface Selector {
  readonly kind: string;
  readonly isNamespaced: boolean;
  /** "" when every name will do. */
  readonly name: string;
  /** The name is only a beginning. */
  readonly isPrefix: boolean;
  readonly labels: readonly {
    readonly key: string;
    readonly value: string;
    readonly isEqual: boolean;
  }[];
  /** `*` when all will do. */
  readonly namespace: string;
}

/** What a selector can match: an object, or what is remembered of one. */
export interface Named {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

const SHAPE = /^([A-Za-z]+)(?:\/([\w.-]*\*?))?(?:\[([^\]]*)\])?(?:@([\w*-]+))?/;

/** The selector at the beginning of a text and how long it is, or why there is none. */
export function readSelector(
  text: string,
): { readonly selector: Selector; readonly length: number } | { readonly problem: string } {
  const match = SHAPE.exec(text);
  if (!match) return { problem: "a selector is missing, such as pod/web or pod[app=web]" };
  const [whole, word = "", name = "", labelText = "", namespace = "default"] = match;
  const definition = kindNamed(word);
  if (!definition) return { problem: `there is no kind ${word}` };
  const labels = labelText
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => /^\s*([\w./-]+)\s*(!?=)\s*([\w./-]*)\s*$/.exec(part));
  const broken = labels.some((label) => label === null);
  if (broken) return { problem: `[${labelText}] is no list of labels such as [app=web]` };
  return {
    length: whole.length,
    selector: {
      kind: definition.kind,
      isNamespaced: definition.namespaced,
      name: name.replace(/\*$/, ""),
      isPrefix: name.endsWith("*"),
      labels: labels.flatMap((label) =>
        label ? [{ key: label[1] ?? "", value: label[3] ?? "", isEqual: label[2] === "=" }] : [],
      ),
      namespace,
    },
  };
}

/** The kind that kubectl knows by this word: its name, plural or a short name. */
export function kindNamed(
  word: string,
): { readonly kind: string; readonly plural: string; readonly namespaced: boolean } | undefined {
  const lower = word.toLowerCase();
  return kinds.find(
    ({ kind, plural, shortNames }) =>
      kind.toLowerCase() === lower || plural === lower || shortNames.includes(lower),
  );
}

/** Whether a selector means this object. */
export function selects(selector: Selector, { name, namespace, labels }: Named): boolean {
  if (selector.isNamespaced && selector.namespace !== "*" && namespace !== selector.namespace)
    return false;
  if (selector.name !== "" || selector.isPrefix) {
    const isNamed = selector.isPrefix ? name.startsWith(selector.name) : name === selector.name;
    if (!isNamed) return false;
  }
  return selector.labels.every(({ key, value, isEqual }) => (labels[key] === value) === isEqual);
}

/** What a selector looks at in an object. */
export function namedOf(object: KubeObject): Named {
  return {
    name: nameOf(object),
    namespace: namespaceOf(object),
    labels: object.metadata.labels ?? {},
  };
}

/** Whether an object counts as being there: its deletion has not begun. */
export function isThere(object: KubeObject): boolean {
  return !isBeingDeleted(object);
}
