import { print } from "../api.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { failure } from "../failure.ts";
import { configName as nameOf } from "../global-flags.ts";
import { OUTPUT_FLAGS } from "../output.ts";
import { printerFor } from "../printers/printer.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";

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
  summary: "Display merged kubeconfig settings or a specified kubeconfig file",
  flags: [
    ...OUTPUT_FLAGS,
    { name: "minify", type: "bool", usage: "Leave out what the current context does not use." },
    { name: "flatten", type: "bool", usage: "Accepted." },
    { name: "raw", type: "bool", usage: "Accepted." },
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
  summary: "Display the current-context",
  *run({ session }) {
    yield* print(`${nameOf(session)}\n`);
  },
});

const getContexts = defineCommand({
  name: "get-contexts",
  summary: "Describe one or many contexts",
  usage: "[(-o|--output=)name)] [options]",
  flags: [
    { name: "no-headers", type: "bool", usage: "Leave out the headers." },
    { name: "output", short: "o", type: "text", usage: "name.", choices: ["name"] },
  ],
  *run({ args, flags, session }) {
    const name = nameOf(session);
    const unknown = args.find((each) => each !== name);
    if (unknown !== undefined) throw failure(`context ${unknown} not found`);
    if (flags.text("output") === "name") return yield* print(`${name}\n`);
    const writer = new TabWriter(TABLE_LAYOUT);
    if (!flags.on("no-headers")) writer.write("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n");
    writer.write(`*\t${name}\t${name}\t${name}\t${session.namespace}\n`);
    yield* print(writer.flush());
  },
});

function nameList(name: string, summary: string) {
  return defineCommand({
    name,
    summary,
    *run({ session }) {
      yield* print(`NAME\n${nameOf(session)}\n`);
    },
  });
}

const useContext = defineCommand({
  name: "use-context",
  aliases: ["use"],
  summary: "Set the current-context in a kubeconfig file",
  usage: "CONTEXT_NAME [options]",
  *run({ args, session }) {
    const [name, ...more] = args;
    if (name === undefined || more.length > 0)
      throw failure(`Unexpected args: [${args.join(" ")}]`);
    if (name !== nameOf(session))
      throw failure(`no context exists with the name: ${JSON.stringify(name)}`);
    yield* print(`Switched to context ${JSON.stringify(name)}.\n`);
  },
});

const setContext = defineCommand({
  name: "set-context",
  summary: "Set a context entry in kubeconfig",
  usage:
    "[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace] [options]",
  flags: [{ name: "current", type: "bool", usage: "Change the current context." }],
  *run({ args, flags, session }) {
    const [given, ...more] = args;
    if (more.length > 0) throw failure(`Unexpected args: [${args.join(" ")}]`);
    if (flags.on("current") === (given !== undefined))
      throw failure(
        given === undefined
          ? "you must specify a non-empty context name or --current"
          : "you cannot specify both a context name and --current",
      );
    const name = given ?? nameOf(session);
    if (name !== nameOf(session))
      throw failure("there is one context here, and no second one can be made");
    if (flags.given("namespace")) session.setNamespace?.(flags.text("namespace"));
    yield* print(`Context ${JSON.stringify(name)} modified.\n`);
  },
});

export const config = defineCommand({
  name: "config",
  summary: "Modify kubeconfig files",
  description: `Modify kubeconfig files using subcommands like "kubectl config set current-context my-context".`,
  usage: "SUBCOMMAND [options]",
  subcommands: [
    currentContext,
    nameList("get-clusters", "Display clusters defined in the kubeconfig"),
    getContexts,
    nameList("get-users", "Display users defined in the kubeconfig"),
    setContext,
    useContext,
    view,
  ],
});
