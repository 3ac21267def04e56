import { compareText } from "#core/base/order.ts";
import { print } from "../api.ts";
import { defineCommand } from "../command.ts";
import type { ApiResource } from "../define.ts";
import { argumentFailure, failure } from "../failure.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";
import { printKyaml } from "../yaml/kyaml.ts";
import { printYaml } from "../yaml/print.ts";
import { apiVersionOf, pluralName, preferredResources } from "../resources.ts";

export const apiResources = defineCommand({
  name: "api-resources",
  flags: [
    { name: "output", short: "o", type: "text", choices: ["wide", "name", "json", "yaml"] },
    { name: "api-group", type: "text" },
    { name: "namespaced", type: "bool" },
    { name: "verbs", type: "csv" },
    { name: "categories", type: "csv" },
    { name: "sort-by", type: "text" },
    { name: "no-headers", type: "bool" },
    { name: "cached", type: "bool" },
    { name: "show-managed-fields", type: "bool" },
  ],
  *run({ session, flags, args, path }) {
    if (args.length > 0) throw argumentFailure(`unexpected arguments: [${args.join(" ")}]`, path);
    const output = flags.text("output");
    if (!["", "wide", "name", "json", "yaml", "kyaml"].includes(output))
      throw failure(
        `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,kyaml,name,wide,yaml`,
      );
    const sortBy = flags.text("sort-by");
    if (!["", "name", "kind"].includes(sortBy))
      throw failure("--sort-by accepts only name or kind");
    const shown = preferredResources(session).filter(
      (each) =>
        (!flags.given("api-group") || each.group === flags.text("api-group")) &&
        (!flags.given("namespaced") || each.namespaced === flags.on("namespaced")) &&
        flags.list("verbs").every((verb) => each.verbs.includes(verb)) &&
        flags.list("categories").every((category) => each.categories.includes(category)),
    );
    const sorted = [...shown].sort(orderOf(sortBy));
    if (output === "name")
      return yield* print(sorted.map((each) => `${pluralName(each)}\n`).join(""));
    const list = { ...EMPTY_LIST, resources: sorted.map(resourceObject) };
    if (output === "json") return yield* print(`${JSON.stringify(list, null, 4)}\n`);
    if (output === "yaml") return yield* print(printYaml(list));
    if (output === "kyaml") return yield* print(printKyaml(list));
    const writer = new TabWriter(TABLE_LAYOUT);
    const wide = output === "wide";
    if (!flags.on("no-headers"))
      writer.write(
        `NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${wide ? "\tVERBS\tCATEGORIES" : ""}\n`,
      );
    for (const each of sorted) {
      const cells = [
        each.plural,
        each.shortNames.join(","),
        apiVersionOf(each),
        String(each.namespaced),
        each.kind,
      ];
      if (wide) cells.push(each.verbs.join(","), each.categories.join(","));
      writer.write(`${cells.join("\t")}\n`);
    }
    yield* print(writer.flush());
  },
});

const EMPTY_LIST = { kind: "APIResourceList", apiVersion: "v1", groupVersion: "" };

/** One resource in the order of metav1.APIResource's fields. */
function resourceObject(resource: ApiResource): unknown {
  const { plural, singular, namespaced, group, version, kind, verbs } = resource;
  const { shortNames, categories } = resource;
  return {
    name: plural,
    singularName: singular,
    namespaced,
    ...(group !== "" && { group }),
    version,
    kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
}

function orderOf(sortBy: string): (a: ApiResource, b: ApiResource) => number {
  if (sortBy === "name") return (a, b) => compareText(a.plural, b.plural);
  if (sortBy === "kind") return (a, b) => compareText(a.kind, b.kind);
  return (a, b) => compareText(a.group, b.group) || compareText(a.plural, b.plural);
}
