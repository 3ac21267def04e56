import { expect, test } from "vitest";
import { indentAfter } from "./enter.ts";

test.each([
  ["", 0],
  ["kind: Pod", 0],
  ["spec:", 2],
  ["  template: # what a pod is made of", 4],
  ["      containers:", 8],
  ["      - name: web", 8],
  ["      - image: nginx:1.27", 8],
  ["      - resources:", 10],
  ["      - containerPort: 80", 8],
  ["    - sleep", 4],
  ["    -", 4],
  ["    command: |", 6],
  ["    command: >-", 6],
  ["    # note:", 4],
  ["        cpu: 200m", 8],
  ["    url: http://a/b:", 4],
])("after %j the next line begins with %i spaces", (line, spaces) => {
  expect(indentAfter(line)).toBe(" ".repeat(spaces));
});
