import { useEffect, useState } from "react";
import { useYard, useYardHandle } from "#app/state/hooks.ts";
import { whenIdle } from "#app/ui/when-idle.ts";
import type { KnownKind } from "./known-kinds.ts";

const READ_AFTER_MS = 300;
const NONE: readonly KnownKind[] = [];
const DEFINITIONS = {
  verb: "list",
  group: "apiextensions.k8s.io",
  version: "v1",
  resource: "customresourcedefinitions",
  subresource: "",
  namespace: "",
  name: "",
  options: {},
} as const;

/** The kinds that the cluster's definitions make, as of the last thing that somebody did: definitions come from people. */
export function useDefinedKinds(): readonly KnownKind[] {
  const { send } = useYardHandle();
  const [known, setKnown] = useState({ version: "", kinds: NONE });
  const isLive = useYard((state) => state.connection === "live");
  const done = useYard((state) => `${state.branch} ${state.inputs.length}`);
  useEffect(() => {
    if (!isLive) return;
    let current = true;
    const read = async () => {
      const { code, body } = await send({ type: "read", request: DEFINITIONS });
      const items = code === 200 ? (body as { readonly items: readonly unknown[] }).items : [];
      const version = JSON.stringify(items.map(versionOf));
      const kinds = items.length === 0 ? NONE : await kindsOf(items);
      if (current) setKnown((before) => (before.version === version ? before : { version, kinds }));
    };
    // Not before the first picture is drawn: to answer, the worker needs all of its program.
    // A worker that is being started anew answers the next time.
    const stop = whenIdle(() => void read().catch(() => undefined), READ_AFTER_MS);
    return () => {
      current = false;
      stop();
    };
  }, [send, isLive, done]);
  return known.kinds;
}

async function kindsOf(definitions: readonly unknown[]): Promise<readonly KnownKind[]> {
  const { definedKinds } = await import("./custom-kinds.ts");
  return definedKinds(definitions);
}

function versionOf(definition: unknown): unknown {
  const { uid, generation } = (
    definition as { readonly metadata: Readonly<Record<string, unknown>> }
  ).metadata;
  return [uid, generation];
}
