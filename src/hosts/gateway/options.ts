/** What `npm run gateway` was asked for. */
export interface GatewayOptions {
  readonly port: number;
  readonly host: string;
  readonly nodes: number;
  readonly masters: number;
  readonly seed: number;
  /** Virtual seconds a second. */
  readonly speed: number;
  /** File to write, undefined for none. */
  readonly kubeconfig: string | undefined;
  readonly isPlainHttp: boolean;
}

/** How the options are read, for `--help`. */
export const USAGE = `Serves a simulated cluster to real Kubernetes clients.

  npm run gateway -- [options]

  --port PORT         port to listen at (6443; 0 takes a free one)
  --host HOST         address to listen at (127.0.0.1)
  --nodes N           workers (3)
  --masters N         control planes (1)
  --seed N            what chance is made of (1)
  --speed X           virtual seconds a second (1)
  --kubeconfig FILE   write a kubeconfig for this cluster
  --plain-http        no TLS and no token; everybody who can reach the port is administrator
  --help              this text
`;

interface NumberRule {
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

const NUMBERS: Readonly<Record<string, NumberRule>> = {
  port: { min: 0, max: 65_535, isWhole: true },
  nodes: { min: 0, max: 1000, isWhole: true },
  masters: { min: 1, max: 7, isWhole: true },
  seed: { min: 0, max: 4_294_967_295, isWhole: true },
  speed: { min: 0, max: 1000, isWhole: false },
};
const DEFAULTS: Readonly<Record<string, number>> = {
  port: 6443,
  nodes: 3,
  masters: 1,
  seed: 1,
  speed: 1,
};

/** Reads the words after the program's name; a sentence when they make no sense. */
export function parseOptions(words: readonly string[]): GatewayOptions | string {
  const numbers = new Map(Object.entries(DEFAULTS));
  let host = "127.0.0.1";
  let kubeconfig: string | undefined;
  let isPlainHttp = false;
  const rest = words.flatMap((word) =>
    word.startsWith("--") && word.includes("=") ? word.split(/=(.*)/s).slice(0, 2) : [word],
  );
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const name = word.replace(/^--/, "");
    if (name === "plain-http") {
      // A value after `=` was split off, as every value is.
      if (words.some((each) => each.startsWith("--plain-http=")))
        return "option --plain-http takes no value";
      isPlainHttp = true;
      continue;
    }
    const rule = Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
    if (!word.startsWith("--") || (!rule && name !== "host" && name !== "kubeconfig"))
      return `unknown option ${word}`;
    const value = rest.shift();
    if (value === undefined) return `option ${word} needs a value`;
    if (name === "host") host = value;
    else if (name === "kubeconfig") kubeconfig = value;
    else if (rule) {
      const number = Number(value);
      const isFine =
        value !== "" &&
        number >= rule.min &&
        number <= rule.max &&
        (!rule.isWhole || Number.isInteger(number));
      if (!isFine) {
        const wanted = rule.isWhole ? "whole number" : "number";
        return `option ${word}: ${value || '""'} is no ${wanted} from ${rule.min} to ${rule.max}`;
      }
      numbers.set(name, number);
    }
  }
  const numberOf = (name: string) => numbers.get(name) ?? 0;
  return {
    port: numberOf("port"),
    host,
    nodes: numberOf("nodes"),
    masters: numberOf("masters"),
    seed: numberOf("seed"),
    speed: numberOf("speed"),
    kubeconfig,
    isPlainHttp,
  };
}
