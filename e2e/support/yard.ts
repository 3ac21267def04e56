import { expect, type Locator, type Page } from "@playwright/test";
import { isSettled, podsOf, snapshotInPage, type WorldSnapshot } from "./world.ts";

interface OpenOptions {
  /** What follows the slash of the address. */
  readonly address?: string;
  /** Shows the guide of the first minute, as to somebody who was never here. */
  readonly guide?: boolean;
  /** Loads Monaco; without it the plain text field stays, which spares each test a second. */
  readonly monaco?: boolean;
}

const SETTINGS = "podyard.shell";

/** The page as a person uses it: by roles and names, with the mouse or the keyboard. */
export class Yard {
  readonly page: Page;
  readonly stage: Locator;
  readonly clock: Locator;
  readonly notice: Locator;

  constructor(page: Page) {
    this.page = page;
    this.stage = page.getByTestId("stage");
    this.clock = page.getByTestId("clock");
    this.notice = page.locator(".notice");
  }

  /** Opens the page and waits until its cluster lives. */
  static async open(page: Page, options: OpenOptions = {}): Promise<Yard> {
    const { address = "", guide = false, monaco = false } = options;
    await page.addInitScript(
      ([key, settings]) => {
        if (localStorage.getItem(key) === null) localStorage.setItem(key, settings);
      },
      [SETTINGS, JSON.stringify({ guideDone: !guide, plainEditor: !monaco })] as const,
    );
    await page.goto(`./${address}`);
    const yard = new Yard(page);
    await yard.waitUntil("the cluster shows its machines", ({ nodes }) => nodes.length > 0);
    return yard;
  }

  /** The rows of the last frame. */
  async world(): Promise<WorldSnapshot> {
    const world = await this.page.evaluate(snapshotInPage);
    if (!world) throw new Error("the page has not published its world");
    return world;
  }

  /** Waits until the world is so, and returns it. */
  async waitUntil(
    what: string,
    isSo: (world: WorldSnapshot) => boolean,
    timeout = 30_000,
  ): Promise<WorldSnapshot> {
    let last: WorldSnapshot | null = null;
    await expect
      .poll(
        async () => {
          last = await this.page.evaluate(snapshotInPage).catch(() => null);
          return last !== null && isSo(last);
        },
        { message: what, timeout, intervals: [50, 100, 150] },
      )
      .toBe(true);
    return last ?? this.world();
  }

  /** Waits until every wanted pod of a Deployment is ready on the newest template. */
  settled(name: string, desired: number): Promise<WorldSnapshot> {
    const isSo = (world: WorldSnapshot) =>
      isSettled(world, name) && podsOf(world, name).length === desired;
    return this.waitUntil(`${desired} pods of ${name} are ready`, isSo);
  }

  /** Presses one of the speed buttons. */
  async setSpeed(factor: 0.25 | 1 | 10 | 100): Promise<void> {
    const speeds = this.page.getByRole("group", { name: "Speed" });
    await speeds
      .getByRole("button", { name: factor === 1 ? "1×" : String(factor), exact: true })
      .click();
    await this.waitUntil(`the speed is ${factor}`, ({ speed }) => speed === factor);
  }

  /** Stops or starts the clock with the button. */
  async setPlaying(on: boolean): Promise<void> {
    const { playing } = await this.world();
    if (playing !== on) await this.button("Play or pause").click();
    await this.waitUntil(
      on ? "the clock runs" : "the clock waits",
      (world) => world.playing === on,
    );
  }

  /** A button of the page by its whole name. */
  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Clicks a tab of the page. */
  async openTab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name, exact: true }).click();
  }

  /** Middle of a pod on the canvas, in page coordinates. */
  async placeOf(uid: string): Promise<{ x: number; y: number }> {
    let place: { x: number; y: number } | undefined;
    await expect
      .poll(
        async () => {
          place = await this.page.evaluate((id) => window.__scene?.pods()[id], uid);
          return place !== undefined;
        },
        { message: `the stage shows pod ${uid}` },
      )
      .toBe(true);
    return place ?? { x: 0, y: 0 };
  }

  /** Middles of all pods on the canvas, by uid. */
  places(): Promise<Readonly<Record<string, { x: number; y: number }>>> {
    return this.page.evaluate(() => window.__scene?.pods() ?? {});
  }

  /** Stops the thread that runs the cluster. */
  async crash(): Promise<void> {
    await this.page.evaluate(() => window.__podyard?.crash());
  }

  /** The address that the page writes for this session. */
  hash(): Promise<string> {
    return this.page.evaluate(() => location.hash);
  }
}
