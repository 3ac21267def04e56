import { gatewayApiDefinitions } from "./gateway-api.ts";
import { metricsServerObjects } from "./metrics-server.ts";

/** Files of other projects that clusters are often given, by their addresses: there is no network in here, but these are at hand. */
const FILES: readonly { readonly address: RegExp; objects(): readonly object[] }[] = [
  { address: releaseOf("gateway-api", "standard-install.yaml"), objects: gatewayApiDefinitions },
  { address: releaseOf("metrics-server", "components.yaml"), objects: metricsServerObjects },
];

function releaseOf(project: string, file: string): RegExp {
  const place = "(?:download/v[^/]+|latest/download)";
  return new RegExp(
    `^https://github\\.com/kubernetes-sigs/${project}/releases/${place}/${file.replace(".", "\\.")}$`,
  );
}

/** The text behind an address, if it is one of those. */
export function bundledFile(address: string): string | undefined {
  const found = FILES.find((file) => file.address.test(address));
  return found
    ?.objects()
    .map((object) => JSON.stringify(object))
    .join("\n---\n");
}
