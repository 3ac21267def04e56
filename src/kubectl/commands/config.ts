import { print } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure } from "../failure.ts";
import { configName as nameOf } from "../global-flags.ts";
import { failWithHelp, printHelp } from "../help.ts";
import { OUTPUT_FLAGS } from "../output.ts";
import { printerFor } from "../printers/printer.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";

const CONFIG_FILE = "/config";
const FIXED = "there is one context here, with one cluster and one user: nothing else is kept";
const DEFAULT_ADDRESS = "https://127.0.0.1:6443";

/** The configuration this session stands for: one cluster, one user, one context. */
function configOf({ session }: Pick<Invocation, "session">): Readonly<Record<string, unknown>> {
  const name = nameOf(session);
  const server = session.serverAddress ?? DEFAULT_ADDRESS;
  return {
    kind: "Config",
    apiVersion: "v1",
    clusters: [{ name, cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: session.namespace } }],
    "current-context": name,
  };
}

const view = defineCommand({
  name: "view",
  flags: [
    ...OUTPUT_FLAGS,
    { name: "minify", type: "bool" },
    { name: "flatten", type: "bool" },
    { name: "raw", type: "bool" },
  ],
  *run(invocation) {
    const { flags, session } = invocation;
    const printer = printerFor({
      output: flags.text("output", "yaml"),
      template: flags.text("template"),
      showManagedFields: false,
      allowMissingKeys: flags.on("allow-missing-template-keys", true),
      noHeaders: false,
      withTables: false,
      readFile: session.readFile,
    });
    if (printer) yield* print(printer(configOf(invocation)));
  },
});

const currentContext = defineCommand({
  name: "current-context",
  *run({ session }) {
    yield* print(`${nameOf(session)}\n`);
  },
});

const getContexts = defineCommand({
  name: "get-contexts",
  flags: [
    { name: "no-headers", type: "bool" },
    { name: "output", short: "o", type: "text", choices: ["name"] },
  ],
  *run({ args, flags, session }) {
    const name = nameOf(session);
    const unknown = args.find((each) => each !== name);
    const isKnown = args.length === 0 || args.includes(name);
    if (flags.text("output") === "name") yield* print(isKnown ? `${name}\n` : "");
    else {
      const writer = new TabWriter(TABLE_LAYOUT);
      if (!flags.on("no-headers")) writer.write("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n");
      if (isKnown) writer.write(`*\t${name}\t${name}\t${name}\t${session.namespace}\n`);
      yield* print(writer.flush());
    }
    if (unknown !== undefined) throw failure(`context ${unknown} not found`);
  },
});

function nameList(name: string) {
  return defineCommand({
    name,
    *run({ session }) {
      yield* print(`NAME\n${nameOf(session)}\n`);
    },
  });
}

/** What is refused the way the real one refuses it before it would write its file. */
function change(name: string, counts: readonly number[]) {
  return defineCommand({
    name,
    *run(invocation) {
      if (!counts.includes(invocation.args.length)) return yield* failWithArguments(invocation);
      throw failure(FIXED);
    },
  });
}

/** Models deleteContext, deleteCluster and deleteUser, of which only the refusals are to be had here. */
function deletion(what: string) {
  return defineCommand({
    name: `delete-${what}`,
    *run(invocation) {
      const { args, session, path } = invocation;
      const [name, ...more] = args;
      if (name === undefined || more.length > 0)
        return yield* printHelp(session, { path, stream: "stdout" });
      if (name !== nameOf(session))
        throw failure(`cannot delete ${what} ${name}, not in ${CONFIG_FILE}`);
      throw failure(FIXED);
    },
  });
}

function failWithArguments(invocation: Invocation): Steps<never> {
  const told = invocation.path.endsWith("set-credentials") ? "unexpected" : "Unexpected";
  return failWithHelp(invocation, `${told} args: [${invocation.args.join(" ")}]`);
}

const useContext = defineCommand({
  name: "use-context",
  aliases: ["use"],
  *run(invocation) {
    const { args, session } = invocation;
    const [name, ...more] = args;
    if (name === undefined || more.length > 0) return yield* failWithArguments(invocation);
    if (name !== nameOf(session))
      throw failure(`no context exists with the name: ${JSON.stringify(name)}`);
    yield* print(`Switched to context ${JSON.stringify(name)}.\n`);
  },
});

const setContext = defineCommand({
  name: "set-context",
  flags: [
    { name: "current", type: "bool" },
    { name: "cluster", type: "text" },
    { name: "user", type: "text" },
  ],
  *run(invocation) {
    const { args, flags, session } = invocation;
    const [given, ...more] = args;
    if (more.length > 0) return yield* failWithArguments(invocation);
    if (flags.on("current") === (given !== undefined))
      throw failure(
        given === undefined
          ? "you must specify a non-empty context name or --current"
          : "you cannot specify both a context name and --current",
      );
    const name = given ?? nameOf(session);
    if (name !== nameOf(session)) throw failure(FIXED);
    if (flags.given("namespace")) session.setNamespace?.(flags.text("namespace"));
    yield* print(`Context ${JSON.stringify(name)} modified.\n`);
  },
});

export const config = defineCommand({
  name: "config",
  subcommands: [
    currentContext,
    deletion("cluster"),
    deletion("context"),
    deletion("user"),
    change("rename-context", [2]),
    change("set", [2]),
    change("set-cluster", [1]),
    change("set-credentials", [1]),
    change("unset", [1]),
    nameList("get-clusters"),
    getContexts,
    nameList("get-users"),
    setContext,
    useContext,
    view,
  ],
});
