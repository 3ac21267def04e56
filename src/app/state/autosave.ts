import type { Scenario } from "#protocol/scenario.ts";
import { freshScenario } from "#protocol/starter.ts";
import { readStored, writeStored } from "./shell-state.ts";

const SESSION_KEY = "podyard.session";
const ADDRESS_EVERY_MS = 500;

/** What the page begins with. */
export type FirstScenario =
  | { readonly from: "fresh" | "autosave" | "link"; readonly scenario: Scenario }
  | {
      readonly from: "broken-link";
      readonly scenario: Scenario;
      readonly message: string;
      /** The scenario is the own last session; otherwise there was none, and it is a fresh shop. */
      readonly isOwn: boolean;
    };

/** What the address says. */
export type ReadAddress =
  | { readonly from: "link"; readonly scenario: Scenario }
  | { readonly from: "broken-link"; readonly message: string };

/** Keeps the session in this browser and in the address, and finds it again. */
export class Autosave {
  private written = "";
  private timer = 0;
  private latest: Scenario | null = null;
  /** What a foreign scenario held when it was opened: until something of it changes, the own session stays kept. */
  private untouched: string | null = null;

  /** A link wins over the last session; without either, or for a show that is nobody's session, there is a fresh shop. */
  async first({ isShow }: { readonly isShow: boolean }): Promise<FirstScenario> {
    // Our own address, found again by a reload, is the last session and no link.
    const isOwn = location.hash.slice(1) === readStored(SESSION_KEY);
    const address = isOwn ? undefined : await this.readAddress();
    if (address?.from === "link") {
      this.look(address.scenario);
      return address;
    }
    if (isShow && !address) {
      const scenario = freshScenario("shop");
      this.look(scenario);
      return { from: "fresh", scenario };
    }
    const kept = await keptSession();
    const scenario = kept ?? freshScenario("shop");
    // What is kept but cannot be read is somebody's work all the same.
    if (address || (!kept && readStored(SESSION_KEY) !== undefined)) this.look(scenario);
    if (address)
      return { from: "broken-link", scenario, message: address.message, isOwn: kept !== undefined };
    return { from: kept ? "autosave" : "fresh", scenario };
  }

  /** What a link in the address carries; undefined when there is none, or when it is our own. */
  async readAddress(): Promise<ReadAddress | undefined> {
    const fragment = location.hash.slice(1);
    if (fragment === "" || fragment === this.written || !/^s\d+\./.test(fragment)) return undefined;
    const { decodeScenario } = await import("#share/decode.ts");
    const decoded = decodeScenario(fragment);
    return decoded.ok
      ? { from: "link", scenario: decoded.scenario }
      : { from: "broken-link", message: decoded.problem };
  }

  /** From now on this scenario is looked at: it takes the place of the kept session only when the person does something in it. */
  look(scenario: Scenario): void {
    this.untouched = workIn(scenario);
    this.latest = null;
  }

  /** From now on what is shown is the person's own. */
  own(): void {
    this.untouched = null;
  }

  /** The own session as it was kept last, or a fresh shop. */
  async kept(): Promise<Scenario> {
    const scenario = (await keptSession()) ?? freshScenario("shop");
    this.look(scenario);
    return scenario;
  }

  /** Keeps the session as it stands; the address follows a little later. */
  keep(scenario: Scenario): void {
    // A lesson is no session: the own one waits below it.
    if (scenario.lesson !== undefined) return;
    if (this.untouched === workIn(scenario)) return;
    this.untouched = null;
    this.latest = scenario;
    if (this.timer !== 0) return;
    this.timer = window.setTimeout(() => void this.write(), ADDRESS_EVERY_MS);
  }

  private async write(): Promise<void> {
    this.timer = 0;
    const scenario = this.latest;
    if (!scenario) return;
    const { encodeScenario, MAX_LINK_CHARS } = await import("#share/encode.ts");
    const text = encodeScenario(scenario);
    writeStored(SESSION_KEY, text);
    if (scenario.journal.length === 0 && location.hash === "") return;
    this.written = text.length <= MAX_LINK_CHARS ? text : "";
    const address = this.written === "" ? location.pathname + location.search : `#${this.written}`;
    window.history.replaceState(null, "", address);
  }
}

/** What of a scenario is somebody's work: the clock and the look are not. */
function workIn({ seed, journal, files }: Scenario): string {
  const last = journal.at(-1);
  return JSON.stringify([seed, journal.length, last?.at, last?.label, files]);
}

async function keptSession(): Promise<Scenario | undefined> {
  const text = readStored(SESSION_KEY);
  if (text === undefined) return undefined;
  const { decodeScenario } = await import("#share/decode.ts");
  const decoded = decodeScenario(text);
  return decoded.ok ? decoded.scenario : undefined;
}
