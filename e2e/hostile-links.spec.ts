import { expect, test, type Page } from "@playwright/test";
import { encodeFile, encodeScenario } from "#share/encode.ts";
import { DEFAULT_CLUSTER, type JournalEntry, type Scenario } from "#protocol/scenario.ts";
import { Editor } from "./support/editor.ts";
import { Terminal } from "./support/terminal.ts";
import { Yard } from "./support/yard.ts";

const GOOD: Scenario = {
  version: 1,
  seed: 1,
  cluster: DEFAULT_CLUSTER,
  files: [{ name: "shop.yaml", text: "" }],
  journal: [],
  at: 3000,
  speed: 1,
  playing: true,
  view: {},
};

const SCRIPT = `<img src=x onerror="window.stolen = 1"><script>window.stolen = 1</script>`;

/** An input that creates a Deployment of so many pods. */
function deploymentOf(replicas: number, name = "crowd"): JournalEntry {
  const body = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default" },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name, image: "nginx" }] },
      },
    },
  };
  const request = {
    verb: "create",
    group: "apps",
    version: "v1",
    resource: "deployments",
    subresource: "",
    namespace: "default",
    name,
    body,
    options: {},
    agent: "kubectl",
  } as const;
  return {
    at: 1000,
    input: { type: "request", request },
    action: 1,
    label: `kubectl create deployment ${name} --image=nginx`,
  };
}

/** The page must answer to keys and show a running shop, whatever it was given. */
async function expectUsable(yard: Yard, page: Page): Promise<void> {
  await yard.settled("shop", 3);
  await new Terminal(page).expectOutput("kubectl get deployments", "shop");
  expect(await page.evaluate(() => "stolen" in window)).toBe(false);
}

const link = encodeScenario(GOOD);
const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ["cut off", link.slice(0, -12), /damaged: a part is missing or changed/],
  [
    "with one letter changed",
    link.replace(/.(.{20})$/, (_all, tail: string) => `-${tail}`),
    /damaged: a part is missing or changed/,
  ],
  ["with signs that do not belong", "s1.%3Cscript%3E", /damaged/],
  ["of a newer Podyard", link.replace("s1.", "s9."), /made by a newer Podyard/],
  ["of an absurd length", `s1.${"A".repeat(500_000)}`, /too long/],
  [
    "that asks for ten thousand pods",
    encodeScenario({ ...GOOD, journal: [deploymentOf(10_000)] }),
    /asks for 10000 pods/,
  ],
  [
    "with a script as the name of a file",
    encodeScenario({ ...GOOD, files: [{ name: SCRIPT, text: "" }] }),
    /files\[0\]\.name may have only letters/,
  ],
  [
    "that unpacks to more than it should",
    encodeScenario({
      ...GOOD,
      files: Array.from({ length: 50 }, (_unused, index) => ({
        name: `f${index}.yaml`,
        text: "x".repeat(199_000),
      })),
    }),
    /too large when unpacked/,
  ],
  [
    "with a clock of a thousand years",
    encodeScenario({ ...GOOD, at: 1e15 }),
    /at is 1000000000000000, and should be between/,
  ],
];

for (const [what, fragment, message] of REFUSED) {
  test(`a link ${what} gets a clear message and a page that works`, async ({ page }) => {
    const yard = await Yard.open(page, { address: `#${fragment}` });
    await expect(yard.notice).toContainText("The link cannot be opened:");
    await expect(yard.notice).toContainText(message);
    await yard.settled("shop", 3);
    await yard.setPlaying(false);
  });
}

test("a broken link does not cost the work that was there before", async ({ page }) => {
  const yard = await Yard.open(page);
  await new Terminal(page).run("kubectl scale deployment/shop --replicas=5");
  await expect.poll(() => yard.hash()).toMatch(/^#s1\./);
  await page.goto("about:blank");
  await page.goto(`./#${link.slice(0, -12)}`);
  await expect(yard.notice).toContainText("You see your own last session");
  await yard.settled("shop", 5);
});

test("scripts in labels, titles and file texts are shown as text, never run", async ({ page }) => {
  const journal = [{ ...deploymentOf(1), label: SCRIPT }];
  const scenario: Scenario = {
    ...GOOD,
    journal,
    files: [{ name: "evil.yaml", text: `# ${SCRIPT}\n` }],
    view: { title: SCRIPT, selection: `Pod/default/${SCRIPT}/x` },
  };
  const yard = await Yard.open(page, { address: `#${encodeScenario(scenario)}` });
  await yard.waitUntil("its input is known", ({ inputs }) => inputs.length === 1);
  await expect(page.locator(".code-editor")).toContainText("onerror");
  await expectUsable(yard, page);
  expect(await page.locator("img").count()).toBe(0);
});

test("a body that the server refuses does no harm when it is replayed", async ({ page }) => {
  const broken = deploymentOf(1, "odd");
  const bodies: readonly unknown[] = [
    null,
    7,
    "text",
    [],
    { spec: null },
    { kind: "Deployment", spec: { replicas: -1, template: 5 } },
  ];
  const journal = bodies.map((body, index): JournalEntry => ({
    ...broken,
    action: index + 1,
    input: {
      type: "request",
      request: { ...(broken.input as { request: object }).request, body } as never,
    },
  }));
  const yard = await Yard.open(page, { address: `#${encodeScenario({ ...GOOD, journal })}` });
  await expectUsable(yard, page);
});

test("a file that is not ours, or damaged, is refused in the dialog and changes nothing", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  await yard.button("Share").click();
  const dialog = page.getByRole("dialog", { name: "Share this moment" });
  const give = (text: string) =>
    page.getByTestId("open-file").setInputFiles({
      name: "x.podyard.json",
      mimeType: "application/json",
      buffer: Buffer.from(text),
    });
  await give('{"hello": 1}');
  await expect(dialog.getByRole("status")).toContainText(
    "This cannot be opened: The file was not made by Podyard.",
  );
  await give(encodeFile(GOOD).slice(0, 200));
  await expect(dialog.getByRole("status")).toContainText("The file is not JSON, or was cut off.");
  await give(encodeFile({ ...GOOD, at: 42_000 }));
  await expect(dialog).toHaveCount(0);
  await yard.waitUntil("the good file was opened", ({ at }) => at >= 42_000 && at < 60_000);
});

test("a session too long for a link says so and gives a file that opens again", async ({
  page,
}) => {
  let state = 1;
  const noise = Array.from(
    { length: 20_000 },
    () => ((state = (state * 48_271) % 2_147_483_647), state.toString(36)),
  ).join("\n# ");
  const yard = await Yard.open(page);
  await yard.button("Share").click();
  const big = encodeFile({
    ...GOOD,
    at: 5000,
    files: [{ name: "big.yaml", text: `# ${noise.slice(0, 150_000)}` }],
  });
  await page.getByTestId("open-file").setInputFiles({
    name: "big.podyard.json",
    mimeType: "application/json",
    buffer: Buffer.from(big),
  });
  await expect(page.getByRole("button", { name: "big.yaml" })).toBeVisible();
  await yard.button("Share").click();
  const dialog = page.getByRole("dialog", { name: "Share this moment" });
  await expect(dialog).toContainText("This session is too long for a link");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download file" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.podyard\.json$/);
  await page.getByTestId("open-file").setInputFiles(await download.path());
  await expect(dialog).toHaveCount(0);
});

test.describe("pasted text", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("a YAML bomb in the editor is refused, and the page goes on", async ({ page }) => {
    const bomb = Array.from(
      { length: 12 },
      (_unused, level) =>
        `b${level}: &b${level} [${Array(9)
          .fill(level === 0 ? "x" : `*b${level - 1}`)
          .join(",")}]`,
    ).join("\n");
    const yard = await Yard.open(page, { monaco: true });
    const editor = new Editor(page);
    await editor.open("nginx.yaml");
    await editor.paste(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n${bomb}\n`);
    await expect(editor.problems.first()).toBeVisible();
    await editor.apply();
    await expect(page.locator(".files-state")).toHaveText(/^To mend/);
    await expectUsable(yard, page);
  });

  test("a Deployment of ten thousand pods typed by hand does not take the page down", async ({
    page,
  }) => {
    const yard = await Yard.open(page);
    await new Terminal(page).run("kubectl scale deployment/shop --replicas=10000");
    await yard.waitUntil("pods arrive", ({ pods }) => pods.length > 200);
    await yard.button("Undo my last action").click();
    await yard.settled("shop", 3);
  });
});
