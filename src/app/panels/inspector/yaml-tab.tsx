import { dump } from "js-yaml";
import { useEffect, useState } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import type { Selection } from "#app/state/yard-state.ts";
import { resourceOf, type Subject } from "./subject.ts";

const SHORTEST_WAIT_MS = 700;

/** The object as the API server has it now, without the bookkeeping of who owns which field. */
export function YamlTab({ subject, selection }: { subject: Subject; selection: Selection }) {
  const text = useText();
  const read = useObject(subject, selection);
  if (subject.kind === "Etcd") return <p className="muted">{text("inspector.no-yaml")}</p>;
  if (read === null) return <p className="muted">{text("inspector.loading")}</p>;
  if ("failure" in read)
    return <p className="muted">{text("inspector.read-failed", { message: read.failure })}</p>;
  return (
    <pre className="yaml" tabIndex={0} aria-label="YAML">
      {read.yaml.split("\n").map((line, index) => (
        <YamlLine key={index} line={line} />
      ))}
    </pre>
  );
}

type Read = { readonly yaml: string } | { readonly failure: string };

function useObject(subject: Subject, { namespace, name }: Selection): Read | null {
  const { send } = useYardHandle();
  const row = subject.row;
  const version = useYard((state) => state.revision);
  const [read, setRead] = useState<{
    readonly key: string;
    readonly value: Read;
    readonly at: number;
  } | null>(null);
  const key = `${subject.kind} ${namespace}/${name}`;
  const isCurrent = read?.key === key;
  useEffect(() => {
    const where = resourceOf(subject.kind);
    if (!where) return;
    let isOpen = true;
    const keep = (value: Read) => isOpen && setRead({ key, value, at: performance.now() });
    const ask = () => {
      const request = {
        verb: "get",
        ...where,
        subresource: "",
        namespace: subject.kind === "Node" ? "" : namespace,
        name,
        options: {},
      } as const;
      send({ type: "read", request }).then(
        ({ code, body }) =>
          keep(
            code >= 400
              ? { failure: messageOf(body) }
              : { yaml: dump(withoutBookkeeping(body), { lineWidth: -1, noRefs: true }) },
          ),
        (error: unknown) =>
          keep({ failure: error instanceof Error ? error.message : String(error) }),
      );
    };
    const timer = setTimeout(
      ask,
      isCurrent ? Math.max(0, SHORTEST_WAIT_MS - (performance.now() - (read?.at ?? 0))) : 0,
    );
    return () => {
      isOpen = false;
      clearTimeout(timer);
    };
    // What was read is no reason to read again; the row and the store's revision are.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [send, key, row, version]);
  return isCurrent ? read.value : null;
}

function withoutBookkeeping(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("metadata" in body)) return body;
  const { managedFields: _managedFields, ...metadata } = body.metadata as Record<string, unknown>;
  return { ...body, metadata };
}

function messageOf(body: unknown): string {
  return typeof body === "object" && body !== null && "message" in body ? String(body.message) : "";
}

/** Keys, strings and numbers in their colours; anything else in the colour of text. */
function YamlLine({ line }: { line: string }) {
  const match = /^(\s*(?:- )*)([^\s:#'"][^:]*:)?(\s?)(.*)$/.exec(line);
  if (!match)
    return (
      <span>
        {line}
        {"\n"}
      </span>
    );
  const [, indent = "", key = "", gap = "", value = ""] = match;
  const face = /^-?\d+(\.\d+)?$|^(true|false|null)$/.test(value) ? "yaml-number" : "yaml-string";
  return (
    <span>
      {indent}
      {key !== "" && <span className="yaml-key">{key}</span>}
      {gap}
      {value !== "" && <span className={face}>{value}</span>}
      {"\n"}
    </span>
  );
}
