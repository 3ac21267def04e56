import { createHash } from "node:crypto";
import { apiVersionOf, type KindDefinition } from "#core/api/define.ts";
import type { FieldSchema } from "#core/api/schema/field-schema.ts";
import { schemaNamed } from "#core/api/schema/resolve.ts";

/** What the API says of its types: schema name → field (or "" for the type itself) → text. */
export type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

const PATCHES = {
  "application/apply-patch+yaml": {},
  "application/json-patch+json": {},
  "application/merge-patch+json": {},
  "application/strategic-merge-patch+json": {},
};
const PARAMETERS = ["dryRun", "fieldManager", "fieldValidation", "force", "pretty"].map((name) => ({
  name,
  in: "query",
  schema: { type: name === "force" ? "boolean" : "string", uniqueItems: true },
}));

/** OpenAPI v3 documents of the served kinds: enough for kubectl's explain, apply, diff and edit. Documents are made once, when first asked for. */
export class OpenApi {
  private readonly kinds: () => readonly KindDefinition[];
  private readonly describe: () => Descriptions;
  private descriptions: Descriptions | undefined;
  private readonly documents = new Map<string, { readonly text: string; readonly hash: string }>();

  constructor(options: {
    readonly kinds: () => readonly KindDefinition[];
    readonly describe: () => Descriptions;
  }) {
    this.kinds = options.kinds;
    this.describe = options.describe;
  }

  /** The answer to a path below `/openapi/v3` as JSON text; undefined when there is no such document. */
  answer(path: string): string | undefined {
    if (path === "/openapi/v3" || path === "/openapi/v3/") return this.index();
    const place = path.slice("/openapi/v3/".length);
    return this.places().includes(place) ? this.document(place).text : undefined;
  }

  private places(): readonly string[] {
    return [...new Set(this.kinds().map(placeOf))];
  }

  private index(): string {
    const paths = Object.fromEntries(
      this.places().map((place) => {
        const { hash } = this.document(place);
        return [place, { serverRelativeURL: `/openapi/v3/${place}?hash=${hash}` }];
      }),
    );
    return JSON.stringify({ paths });
  }

  private document(place: string): { readonly text: string; readonly hash: string } {
    const kinds = this.kinds().filter((kind) => placeOf(kind) === place);
    // Custom resources come and go: what is served decides which document it is.
    const key = `${place} ${kinds.map(({ plural, custom }) => plural + JSON.stringify(custom?.schema ?? "")).join(" ")}`;
    let document = this.documents.get(key);
    if (!document) {
      const text = JSON.stringify(this.documentOf(kinds));
      const hash = createHash("sha512").update(text).digest("hex").toUpperCase();
      document = { text, hash };
      this.documents.set(key, document);
    }
    return document;
  }

  private documentOf(kinds: readonly KindDefinition[]): unknown {
    this.descriptions ??= this.describe();
    const { descriptions } = this;
    const schemas: Record<string, unknown> = {};
    for (const name of namesReachedBy(kinds.flatMap(rootsOf)))
      schemas[name] = described(schemaNamed(name) ?? {}, descriptions[name] ?? {});
    for (const { custom, group, version, kind } of kinds) {
      if (!custom) continue;
      const tag = { "x-kubernetes-group-version-kind": [{ group, version, kind }] };
      const name = [...group.split(".").reverse(), version, kind].join(".");
      schemas[name] = { ...described(custom.fieldSchema, commonTexts(descriptions)), ...tag };
    }
    return {
      openapi: "3.0.0",
      info: { title: "Kubernetes", version: "v1.35.6" },
      paths: Object.fromEntries(kinds.map((kind) => [pathOf(kind), pathItem(kind)])),
      components: { schemas },
    };
  }
}

const EVERY_OBJECT = "io.k8s.api.core.v1.Pod";

/** What is said of the fields that every object has. */
function commonTexts(descriptions: Descriptions): Readonly<Record<string, string>> {
  const texts = descriptions[EVERY_OBJECT] ?? {};
  return Object.fromEntries(
    ["apiVersion", "kind", "metadata"].flatMap((name) => {
      const text = texts[name];
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function placeOf({ group, version }: KindDefinition): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

function pathOf(kind: KindDefinition): string {
  const root = kind.group === "" ? "/api" : "/apis";
  const middle = kind.namespaced ? "/namespaces/{namespace}" : "";
  return `${root}/${apiVersionOf(kind)}${middle}/${kind.plural}/{name}`;
}

function pathItem({ group, version, kind }: KindDefinition): unknown {
  return {
    patch: {
      "x-kubernetes-action": "patch",
      "x-kubernetes-group-version-kind": { group, version, kind },
      parameters: PARAMETERS,
      requestBody: { content: PATCHES },
      responses: {},
    },
  };
}

/** Names of schemas a kind is made of: a custom one refers to what is built in. */
function rootsOf({ schemaName, custom }: KindDefinition): readonly string[] {
  return custom ? ["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"] : [schemaName];
}

/** Names of schemas that the given ones are made of, themselves included, sorted. */
function namesReachedBy(roots: readonly string[]): string[] {
  const seen = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const text = JSON.stringify(schemaNamed(name) ?? {});
    for (const [, reference = ""] of text.matchAll(/schemas\/([\w.-]+)/g)) waiting.push(reference);
  }
  return [...seen].sort();
}

function described(
  schema: FieldSchema,
  texts: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { properties } = schema;
  const own = texts[""];
  return {
    ...schema,
    ...(own !== undefined && { description: own }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          wrapped(property, texts[name]),
        ]),
      ),
    }),
  };
}

/** A reference with a text beside it has to be wrapped: what stands beside a bare one is ignored. */
function wrapped(property: FieldSchema, text: string | undefined): unknown {
  const { $ref, ...rest } = property;
  const schema = $ref === undefined ? property : { ...rest, allOf: [{ $ref }] };
  return text === undefined ? schema : { description: text, ...schema };
}
