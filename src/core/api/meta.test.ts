import { expect, test } from "vitest";
import { keyIn, keyOf, type KubeObject } from "./meta.ts";

const named = (name: string, namespace?: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, ...(namespace !== undefined && { namespace }) },
});

test("a key is that of the object that is asked about, whichever was asked about before", () => {
  const objects = [named("a", "x"), named("b", "x"), named("a", "y"), named("a"), named("a", "x")];
  expect(objects.map(keyOf)).toEqual(["x/a", "x/b", "y/a", "a", "x/a"]);
  expect([keyIn("", ""), keyIn("x", ""), keyIn("", "x"), keyIn("x", "")]).toEqual([
    "/",
    "x/",
    "/x",
    "x/",
  ]);
});
