import { afterAll, beforeAll, expect, test } from "vitest";
import { RealClient } from "./support/client.ts";
import { webYaml } from "./support/manifests.ts";

let client: RealClient;
beforeAll(async () => {
  client = await RealClient.start();
});
afterAll(() => client.stop());

test("apply creates, leaves alone, shows the difference, and changes", async () => {
  const file = client.file("web.yaml", webYaml());
  expect(await client.kubectl("apply", "-f", file)).toBe("deployment.apps/web created\n");
  expect(await client.kubectl("apply", "-f", file)).toBe("deployment.apps/web unchanged\n");
  const more = client.file("more.yaml", webYaml({ replicas: 3 }));
  const diff = await client.tryKubectl("diff", "-f", more);
  expect(diff.code).toBe(1);
  expect(diff.out).toContain("-  replicas: 2\n+  replicas: 3\n");
  expect(await client.kubectl("apply", "-f", more, "--dry-run=server")).toBe(
    "deployment.apps/web configured (server dry run)\n",
  );
  expect(await client.kubectl("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}")).toBe("2");
  expect(await client.kubectl("apply", "-f", more)).toBe("deployment.apps/web configured\n");
  expect(await client.kubectl("get", "deploy", "web", "-o", "jsonpath={.spec.replicas}")).toBe("3");
});

test("apply on the server takes over from the client, and conflicts with another manager", async () => {
  const file = client.file("web.yaml", webYaml({ replicas: 3 }));
  expect(await client.kubectl("apply", "--server-side", "-f", file)).toBe(
    "deployment.apps/web serverside-applied\n",
  );
  const other = client.file("other.yaml", webYaml({ replicas: 4 }));
  const refused = await client.tryKubectl(
    "apply",
    "--server-side",
    "--field-manager=other",
    "-f",
    other,
  );
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(
    'error: Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas\n',
  );
  await client.kubectl(
    "apply",
    "--server-side",
    "--field-manager=other",
    "--force-conflicts",
    "-f",
    other,
  );
  const managers = await client.kubectl(
    "get",
    "deploy",
    "web",
    "--show-managed-fields",
    "-o",
    'jsonpath={range .metadata.managedFields[*]}{.manager} {.operation}{"\\n"}{end}',
  );
  expect(managers.split("\n")).toEqual(expect.arrayContaining(["kubectl Apply", "other Apply"]));
  expect(await client.kubectl("get", "deploy", "web", "-o", "yaml")).not.toContain("managedFields");
});

test("create refuses what exists and what it does not know", async () => {
  const file = client.file("web.yaml", webYaml());
  const again = await client.tryKubectl("create", "-f", file);
  expect(again.err).toBe(
    `Error from server (AlreadyExists): error when creating "${file}": deployments.apps "web" already exists\n`,
  );
  const odd = client.file(
    "odd.yaml",
    webYaml().replace("replicas:", "replica:").replace("name: web", "name: odd"),
  );
  const refused = await client.tryKubectl("create", "-f", odd);
  expect(refused.err).toContain('strict decoding error: unknown field "spec.replica"');
  const invalid = client.file(
    "invalid.yaml",
    webYaml({ image: '""' }).replace("name: web", "name: odd"),
  );
  expect((await client.tryKubectl("create", "-f", invalid)).err).toContain(
    'The Deployment "odd" is invalid: spec.template.spec.containers[0].image: Required value',
  );
});

test("replace, edit and patches of every type", async () => {
  const file = client.file("web.yaml", webYaml({ replicas: 2 }));
  expect(await client.kubectl("replace", "-f", file)).toBe("deployment.apps/web replaced\n");
  const editor = client.file(
    "editor.sh",
    "#!/bin/sh\nsed -i 's/nginx:1\\.26/nginx:1.27/' \"$1\"\n",
  );
  const edited = await client.run("kubectl", ["edit", "deploy", "web"], {
    env: { EDITOR: `sh ${editor}` },
  });
  expect(edited.out).toBe("deployment.apps/web edited\n");
  expect(await client.kubectl("patch", "deploy", "web", "-p", '{"spec":{"replicas":1}}')).toBe(
    "deployment.apps/web patched\n",
  );
  const json = '[{"op":"replace","path":"/spec/replicas","value":2}]';
  expect(await client.kubectl("patch", "deploy", "web", "--type=json", "-p", json)).toBe(
    "deployment.apps/web patched\n",
  );
  expect(
    await client.kubectl("patch", "deploy", "web", "--type=merge", "-p", '{"spec":{"replicas":2}}'),
  ).toBe("deployment.apps/web patched (no change)\n");
  const scale = ["--subresource=scale", "--type=merge", "-p", '{"spec":{"replicas":3}}'];
  expect(await client.kubectl("patch", "deploy", "web", ...scale)).toBe(
    "scale.autoscaling/web patched\n",
  );
  expect(
    await client.kubectl("get", "deploy", "web", "-o", "jsonpath={.spec.replicas} {..image}"),
  ).toBe("3 nginx:1.27");
});
