import {
  defineWorkload,
  flat,
  httpOn,
  MEBIBYTE,
  timeline,
  type ImageRun,
  type Timeline,
} from "../behaviour.ts";

const PORT = 8080;
const WARM_UP_MS: Readonly<Record<string, number>> = { v1: 3_000, v2: 12_000, v3: 5_000 };
const SERVICE_MS: Readonly<Record<string, number>> = { v1: 18, v2: 12, v3: 15 };

/** The demo shop on port 8080: warms up, then serves. `/ready` tells when, `/healthz` that the process lives. The tag `broken` never becomes ready. */
export const shop = defineWorkload({
  repository: "docker.io/jangteo/shop",
  tags: ["latest", "v1", "v2", "v3", "broken"],
  sizeBytes: 38 * MEBIBYTE,
  entrypoint: ["/shop"],
  cmd: [],
  hasShell: true,
  programs: ["/shop", "shop"],
  run: shopTimeline,
});

function shopTimeline({ tag }: ImageRun): Timeline {
  const isBroken = tag === "broken";
  const readyMs = WARM_UP_MS[tag] ?? 3_000;
  const alive = httpOn(PORT, 150, ["/healthz"]);
  const warming = { path: "*", status: 503, fromMs: 150 };
  const open = { path: "*", status: 200, fromMs: readyMs };
  return timeline({
    lines: [
      { atMs: 60, text: `shop ${tag}: starting` },
      { atMs: 150, text: `shop ${tag}: listening on :${PORT}` },
      isBroken
        ? { atMs: 1_000, text: "shop: cannot load the price list: unexpected end of file" }
        : { atMs: 400, text: `shop ${tag}: filling the shelves` },
      ...(isBroken ? [] : [{ atMs: readyMs, text: `shop ${tag}: open` }]),
    ],
    onTerm: { afterMs: 300, code: 0 },
    listeners: [{ ...alive, paths: [...alive.paths, ...(isBroken ? [warming] : [open, warming])] }],
    cpuMilli: [
      { atMs: 0, value: 150 },
      { atMs: readyMs, value: 120 },
      { atMs: readyMs + 500, value: 8 },
    ],
    memoryBytes: flat(64 * MEBIBYTE),
    serviceMs: SERVICE_MS[tag] ?? 18,
  });
}
