import type { Autosave, FirstScenario } from "./state/autosave.ts";
import type { World } from "./state/create-yard.ts";
import { withoutKeys, type AddressQuery } from "./state/address-query.ts";

/** What the page begins with, changed as the address asks for. */
export function asAsked<Found extends FirstScenario>(found: Found, query: AddressQuery): Found {
  const { lang, theme, present, at, embed } = query;
  const view = {
    ...found.scenario.view,
    ...(lang && { language: lang }),
    ...(theme && { theme }),
    ...(present !== undefined && { present }),
  };
  // A frame inside another page stands still until it is seen or clicked.
  const pace = embed ? { playing: false } : {};
  return {
    ...found,
    scenario: { ...found.scenario, view, ...pace, ...(at !== undefined && { at }) },
  };
}

/** An address that opens a lesson, sets the clock or runs commands shows something of its own, never the last session. */
export function isOwnShow({ at, run, lesson, plan, embed, follow }: AddressQuery): boolean {
  const isShown = [at, run, lesson, plan].some((each) => each !== undefined);
  return isShown || embed === true || follow === true;
}

/** Runs the lines of the address one after the other, as if somebody typed them; only then is the page closed for changes. */
export async function showAsked(
  world: World,
  { run = [], readonly }: AddressQuery,
  autosave: Autosave,
): Promise<void> {
  for (const line of run) await world.runKubectl(line);
  if (run.length > 0) autosave.look(await world.scenario());
  if (readonly) world.setPage({ readOnly: true });
}

/** Takes out of the address what has been done, and later what the person chose otherwise. */
export function followInAddress(world: World): void {
  drop("run", "at");
  world.store.subscribe((after, before) => {
    if (after.language !== before.language) drop("lang");
    if (after.theme !== before.theme) drop("theme");
    if (after.present !== before.present) drop("present");
  });
}

function drop(...keys: Parameters<typeof withoutKeys>[1]): void {
  const search = withoutKeys(location.search, keys);
  if (search === location.search) return;
  history.replaceState(null, "", `${location.pathname}${search}${location.hash}`);
}
