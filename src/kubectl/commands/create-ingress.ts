import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

/** Models create_ingress.go ruleRegex. */
const RULE =
  /^(?<host>[\w*.-]*)(?<path>\/.*)=(?<service>[\w-]+):(?<port>[\w-]+)(?:,(?<tls>tls)=?(?<secret>[\w-]+)?)?$/;
const BACKEND = /^[\w-]+:[\w-]+$/;

interface Tls {
  hosts?: string[];
  secretName?: string;
}

interface Rule {
  readonly host?: string;
  readonly http: { readonly paths: unknown[] };
}

export const createIngress = defineCommand({
  name: "ingress",
  aliases: ["ing"],
  flags: [
    ...GENERATOR_FLAGS,
    { name: "class", type: "text" },
    {
      name: "rule",
      type: "list",
    },
    { name: "default-backend", type: "text" },
    { name: "annotation", type: "list" },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const { flags } = invocation;
    const [rules, backend] = [flags.list("rule"), flags.text("default-backend")];
    if (rules.length === 0 && backend === "")
      throw failure(
        "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
      );
    const parsed = rules.map(parsedRule);
    const annotations = annotationsOf(invocation);
    if (backend !== "" && !BACKEND.test(backend))
      throw failure("default-backend should be in format servicename:serviceport");
    const tls = tlsOf(parsed);
    const object = {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { ...(annotations && { annotations }), name },
      spec: {
        ...(backend !== "" && { defaultBackend: backendOf(...splitOnce(backend, ":")) }),
        ...(flags.text("class") !== "" && { ingressClassName: flags.text("class") }),
        ...(parsed.length > 0 && { rules: rulesOf(parsed) }),
        ...(tls.length > 0 && { tls }),
      },
      status: { loadBalancer: {} },
    };
    yield* createObject(invocation, {
      type: "ingresses.networking.k8s.io",
      object: object as unknown as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
      failing: "ingress",
    });
  },
});

type Parsed = Readonly<Record<string, string | undefined>>;

function parsedRule(text: string): Parsed {
  const groups = RULE.exec(text)?.groups;
  if (!groups)
    throw failure(
      `rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
    );
  return groups;
}

function annotationsOf({ flags }: Invocation): Readonly<Record<string, string>> | undefined {
  const pairs = flags.list("annotation");
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key, value] = splitOnce(pair, "=");
      if (!pair.includes("="))
        throw failure(`annotation ${pair} is invalid and should be in format key=[value]`);
      return [key, value];
    }),
  );
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function backendOf(service: string, port: string): unknown {
  const isNumber = /^\d+$/.test(port);
  return { service: { name: service, port: isNumber ? { number: Number(port) } : { name: port } } };
}

/** One rule a host, in the order hosts are first named. Models buildIngressRules. */
function rulesOf(parsed: readonly Parsed[]): readonly Rule[] {
  const rules: Rule[] = [];
  for (const { host = "", path = "", service = "", port = "" } of parsed) {
    const isPrefix = path.endsWith("*");
    const entry = {
      backend: backendOf(service, port),
      path: isPrefix ? path.slice(0, -1) : path,
      pathType: isPrefix ? "Prefix" : "Exact",
    };
    const found = rules.find((rule) => (rule.host ?? "") === host);
    if (found) found.http.paths.push(entry);
    else rules.push({ ...(host !== "" && { host }), http: { paths: [entry] } });
  }
  return rules;
}

/** Every host once, under the first secret it is named with. Models buildTLSRules. */
function tlsOf(parsed: readonly Parsed[]): readonly Tls[] {
  const all: Tls[] = [];
  const seen = new Set<string>();
  for (const { host = "", tls, secret = "" } of parsed) {
    if (tls === undefined || seen.has(host)) continue;
    seen.add(host);
    const found = all.find((each) => (each.secretName ?? "") === secret);
    if (found) found.hosts = [...(found.hosts ?? []), host];
    else if (host !== "" || secret !== "")
      all.push({
        ...(host !== "" && { hosts: [host] }),
        ...(secret !== "" && { secretName: secret }),
      });
  }
  return all;
}
