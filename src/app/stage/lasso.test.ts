import { expect, test } from "vitest";
import { byUid, podFixture, rolloutState } from "./fixtures.ts";
import { lassoed } from "./lasso.ts";

const point = {
  kind: "Service",
  namespace: "",
  name: "shop",
  part: "selector",
  labels: { app: "shop" },
} as const;

const pods = byUid([
  podFixture("a", "ready", { app: "shop" }),
  podFixture("b", "ready", { app: "shop" }),
  podFixture("c", "ready", { app: "blog", deployment: "blog" }),
]);
const named = (uids: readonly string[]) => uids.map((uid) => pods.get(uid)?.shortName);

test("a selector takes the pods that carry its label, wherever they come from", () => {
  expect(named(lassoed(point, { pods, services: new Map() }))).toEqual(["a", "b"]);
});

test.each([
  { what: "another namespace", other: { namespace: "elsewhere" } },
  { what: "a label that nobody carries", other: { labels: { app: "cafe" } } },
  { what: "a line of replicas", other: { part: "replicas" as const } },
])("$what takes none", ({ other }) => {
  expect(lassoed({ ...point, ...other }, { pods, services: new Map() })).toEqual([]);
});

test("with more labels than the picture knows, the cluster's own judgement counts", () => {
  const labels = { app: "shop", tier: "web" };
  const { services } = rolloutState();
  const [service] = services.values();
  if (!service) throw new Error("the fixture has a Service");
  const [first = ""] = pods.keys();
  const own = new Map([[service.uid, { ...service, name: "shop", endpoints: [first] }]]);
  expect(lassoed({ ...point, labels }, { pods, services: own })).toEqual([first]);
  const blog = { ...point, kind: "Deployment", name: "blog", labels: { app: "blog", tier: "web" } };
  expect(named(lassoed(blog, { pods, services: own }))).toEqual(["c"]);
});
