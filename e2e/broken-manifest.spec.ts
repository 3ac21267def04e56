import { expect, test } from "@playwright/test";
import { BROKEN, MENDED, mendedUpTo } from "./support/manifests.ts";
import { Editor } from "./support/editor.ts";
import { Yard } from "./support/yard.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a broken Deployment tells what is wrong and where, is mended step by step, and runs", async ({
  page,
}) => {
  const yard = await Yard.open(page, { monaco: true });
  const editor = new Editor(page);
  await editor.open("nginx.yaml");

  await editor.paste(BROKEN);
  await editor.expectProblems([
    /^6:1\s*There is a tab here \(→\)\. YAML allows only spaces/,
    /^20:10\s*This line begins at column 10, but its neighbours begin at column 9\./,
  ]);
  await editor.paste(mendedUpTo("indent"));
  await editor.expectProblems([
    /^8:3\s*spec has no field “replica”\. Did you mean “replicas”\?/,
    /^9:20\s*minReadySeconds wants 1, 2, 3 …, but this is “soon”\./,
    /^12:7\s*The selector looks for app: nginx, but the pods of the template carry app: web\./,
  ]);
  await expect(page.locator(".files-state")).toHaveText("To mend: 3");

  await editor.paste(mendedUpTo("field"));
  await expect(editor.problems).toHaveCount(2);
  await editor.paste(mendedUpTo("type"));
  await expect(editor.problems).toHaveCount(1);
  await editor.paste(MENDED);
  await expect(editor.problems).toHaveCount(0);

  await editor.apply();
  await editor.expectApplied();
  await yard.settled("nginx-deployment", 3);
});

test("a problem is a button that leads to its place", async ({ page }) => {
  await Yard.open(page, { monaco: true });
  const editor = new Editor(page);
  await editor.open("nginx.yaml");
  await editor.paste(mendedUpTo("indent"));
  await editor.problems.filter({ hasText: "replica" }).first().getByRole("button").click();
  await expect(page.locator(".monaco-editor.focused")).toBeVisible();
  await page.keyboard.press("Shift+End");
  await page.keyboard.insertText("replicas: 3");
  await expect(editor.problems).toHaveCount(2);
});

test("what the server refuses is said in the server's words, and the text is kept", async ({
  page,
}) => {
  const yard = await Yard.open(page, { monaco: true });
  const editor = new Editor(page);
  await editor.open("nginx.yaml");
  await editor.paste(mendedUpTo("type"));
  await page.keyboard.press("Control+Enter");
  const refusal = page.locator("#editor-problems");
  await expect(refusal).toContainText("`selector` does not match template `labels`");
  await expect(page.locator(".monaco-editor .view-lines")).toContainText("minReadySeconds");
  expect((await yard.world()).deployments.map(({ name }) => name)).not.toContain(
    "nginx-deployment",
  );
});

test("several documents in one file are applied together, with one key", async ({ page }) => {
  const yard = await Yard.open(page, { monaco: true });
  const editor = new Editor(page);
  await editor.open("nginx.yaml");
  await editor.paste(`${MENDED}---
apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  selector:
    app: nginx
  ports:
  - port: 80
`);
  await page.keyboard.press("Control+Enter");
  await editor.expectApplied();
  await yard.settled("nginx-deployment", 3);
  await yard.waitUntil(
    "the Service finds its pods",
    ({ services }) => services.find(({ name }) => name === "nginx")?.endpoints.length === 3,
  );
});
