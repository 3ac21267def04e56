import type { KubeObject } from "#core/api/meta.ts";

/** What Go calls an object's type in messages: `*v1.Service`. */
export function goTypeOf({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): string {
  return `*${apiVersion.split("/").at(-1) ?? ""}.${kind}`;
}
