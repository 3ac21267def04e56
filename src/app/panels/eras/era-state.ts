/** The four ways to ship an app, oldest first. */
export const ERAS = ["bare", "vm", "container", "kubernetes"] as const;
export type Era = (typeof ERAS)[number];

/** One app: twelve for Linux, and one that needs Windows. */
export interface App {
  readonly id: string;
  readonly windows: boolean;
}

export const APPS: readonly App[] = [
  ...Array.from({ length: 12 }, (_unused, index) => ({ id: `app-${index + 1}`, windows: false })),
  { id: "windows", windows: true },
];

/** One server of an era. */
export interface Server {
  readonly name: string;
  readonly powered: boolean;
  readonly apps: readonly string[];
}

/** What stands where in one era. */
export interface EraState {
  readonly servers: readonly Server[];
  /** The app that takes all it can get, "" when none does. */
  readonly greedy: string;
}

/** Bricks of memory of a server, and what each era spends them on. All figures are invented for the picture. */
export const BRICKS = 48;
export const COSTS: Readonly<
  Record<Era, { readonly base: number; readonly guest: number; readonly spare: number }>
> = {
  bare: { base: 8, guest: 0, spare: 7 },
  vm: { base: 6, guest: 4, spare: 0 },
  container: { base: 12, guest: 0, spare: 0 },
  kubernetes: { base: 12, guest: 0, spare: 0 },
};
export const APP_BRICKS = 3;

/** Bricks that one app takes, with all that it needs around it. */
export function bricksOf(era: Era): number {
  return APP_BRICKS + COSTS[era].guest + COSTS[era].spare;
}

/** How many apps a server of that era has room for. */
export function roomOf(era: Era): number {
  return Math.floor((BRICKS - COSTS[era].base) / bricksOf(era));
}

/** An era as one finds it: Kubernetes already looks after twelve apps on three servers. */
export function freshEra(era: Era): EraState {
  if (era !== "kubernetes")
    return { servers: [{ name: "server", powered: true, apps: [] }], greedy: "" };
  const linux = APPS.filter(({ windows }) => !windows).map(({ id }) => id);
  return {
    servers: [0, 1, 2].map((place) => ({
      name: `server-${place + 1}`,
      powered: true,
      apps: linux.filter((_id, index) => index % 3 === place),
    })),
    greedy: "",
  };
}

/** What came of a wish: the new state, what to say, and the fact that the lesson hears. */
export interface Outcome {
  readonly state: EraState;
  readonly says:
    "added" | "full" | "refused" | "greedy-hurts" | "greedy-held" | "moved" | "lost" | "on";
  readonly fact?: string;
}

/** Puts an app onto the first server with room. */
export function place(era: Era, state: EraState, id: string): Outcome {
  const app = APPS.find((one) => one.id === id);
  if (app?.windows && era !== "vm")
    return {
      state,
      says: "refused",
      ...(era === "container" && { fact: "era-container-windows-refused" }),
    };
  if (state.servers.some(({ apps }) => apps.includes(id))) return { state, says: "added" };
  const target = state.servers.find((one) => one.powered && one.apps.length < roomOf(era));
  if (!target) return { state, says: "full", ...(era === "bare" && { fact: "era-bare-crowded" }) };
  const servers = state.servers.map((one) =>
    one === target ? { ...one, apps: [...one.apps, id] } : one,
  );
  const count = servers.reduce((sum, { apps }) => sum + apps.length, 0);
  const fact = app?.windows
    ? "era-vm-windows"
    : era === "container" && count === 12
      ? "era-container-12"
      : undefined;
  return { state: { ...state, servers }, says: "added", ...(fact && { fact }) };
}

/** Takes an app off again. */
export function remove(state: EraState, id: string): EraState {
  return {
    servers: state.servers.map((one) => ({ ...one, apps: one.apps.filter((app) => app !== id) })),
    greedy: state.greedy === id ? "" : state.greedy,
  };
}

/** Makes an app greedy, or calm again. Whom it hurts depends on what separates them. */
export function makeGreedy(era: Era, state: EraState, id: string): Outcome {
  const greedy = state.greedy === id ? "" : id;
  const next = { ...state, greedy };
  if (greedy === "") return { state: next, says: "on" };
  if (era === "bare") return { state: next, says: "greedy-hurts", fact: "era-bare-greedy" };
  return { state: next, says: "greedy-held", ...(era === "vm" && { fact: "era-vm-isolated" }) };
}

/** Whether an app is slow because of its neighbour. */
export function isSlow(era: Era, { greedy }: EraState, id: string): boolean {
  return era === "bare" && greedy !== "" && greedy !== id;
}

/** Switches a server. Only Kubernetes starts its apps again elsewhere. */
export function switchServer(era: Era, state: EraState, name: string): Outcome {
  const server = state.servers.find((one) => one.name === name);
  if (!server) return { state, says: "on" };
  if (!server.powered)
    return {
      state: {
        ...state,
        servers: state.servers.map((one) => (one === server ? { ...one, powered: true } : one)),
      },
      says: "on",
    };
  if (era !== "kubernetes")
    return {
      state: {
        greedy: "",
        servers: state.servers.map((one) => (one === server ? { ...one, powered: false } : one)),
      },
      says: "lost",
    };
  let servers: readonly Server[] = state.servers.map((one) =>
    one === server ? { ...one, powered: false, apps: [] } : one,
  );
  for (const id of server.apps) {
    const emptiest = [...servers]
      .filter(({ powered, apps }) => powered && apps.length < roomOf(era))
      .sort((a, b) => a.apps.length - b.apps.length)[0];
    if (emptiest)
      servers = servers.map((one) =>
        one === emptiest ? { ...one, apps: [...one.apps, id] } : one,
      );
  }
  const isLeft = servers.some(({ powered }) => powered);
  return {
    state: { ...state, servers },
    says: isLeft ? "moved" : "lost",
    ...(isLeft && { fact: "era-kubernetes-moved" }),
  };
}

/** An era with what is to be seen in it: a wall shows at once what its step is about. */
export function shownEra(era: Era): EraState {
  const first = freshEra(era);
  if (era === "kubernetes") return switchServer(era, first, "server-2").state;
  const apps = era === "vm" ? ["app-1", "app-2", "windows"] : APPS.map(({ id }) => id);
  const full = apps.reduce((state, id) => place(era, state, id).state, first);
  return era === "container" ? full : makeGreedy(era, full, "app-1").state;
}

/** The layers of a system, the app on top, and from which one on somebody else takes care of them. */
export const LAYERS = ["app", "data", "runtime", "os", "virtual", "servers", "network"] as const;
export const SERVICES = ["iaas", "paas", "saas"] as const;
export type ServiceModel = (typeof SERVICES)[number];

const RENTED_FROM: Readonly<Record<ServiceModel, (typeof LAYERS)[number]>> = {
  iaas: "virtual",
  paas: "runtime",
  saas: "app",
};

/** Whether the provider manages this layer. */
export function isRented(model: ServiceModel | null, layer: (typeof LAYERS)[number]): boolean {
  return model !== null && LAYERS.indexOf(layer) >= LAYERS.indexOf(RENTED_FROM[model]);
}
