import type { Observed } from "./observe.ts";

/** Checks that hold after an action and not before it, the telling ones first. */
export function proposeChecks(before: Observed, after: Observed): readonly string[] {
  return [
    ...workloadChecks(before, after),
    ...podChecks(before, after),
    ...serviceChecks(before, after),
    ...nodeChecks(before, after),
    ...faultChecks(before, after),
  ];
}

function workloadChecks(before: Observed, after: Observed): readonly string[] {
  const changed = after.workloads.flatMap(({ name, replicas, ready, image }) => {
    const old = before.workloads.find((each) => each.name === name);
    const checks: string[] = [];
    if (old && old.image !== image) checks.push(`image(${name}) == '${image}'`);
    const isGrown = old?.replicas !== replicas || old.ready !== ready || old.image !== image;
    if (isGrown) checks.push(`ready(${name}) == ${ready}`);
    return checks;
  });
  const gone = before.workloads
    .filter(({ name }) => !after.workloads.some((each) => each.name === name))
    .map(({ name }) => `count(${name}) == 0`);
  return [...changed, ...gone];
}

/** Pods that were replaced although nobody asked for another number. */
function podChecks(before: Observed, after: Observed): readonly string[] {
  const there = new Set(after.pods.map(({ uid }) => uid));
  const gone = before.pods.filter(({ uid }) => !there.has(uid));
  const selectors = [...new Set(gone.map(({ selector }) => selector))];
  return selectors
    .filter((selector) => selector.startsWith("pod["))
    .map((selector) => {
      const count = gone.filter((each) => each.selector === selector).length;
      const ready = after.pods.filter((each) => each.selector === selector).length;
      return `gone(${selector}) >= ${count} && ready(${selector}) == ${ready}`;
    });
}

function serviceChecks(before: Observed, after: Observed): readonly string[] {
  const changed = after.services
    .filter(({ name, endpoints }) => {
      const old = before.services.find((each) => each.name === name);
      return old?.endpoints !== endpoints;
    })
    .map(({ name, endpoints }) => `endpoints(${name}) == ${endpoints}`);
  const gone = before.services
    .filter(({ name }) => !after.services.some((each) => each.name === name))
    .map(({ name }) => `count(${name}) == 0`);
  return [...changed, ...gone];
}

function nodeChecks(before: Observed, after: Observed): readonly string[] {
  return after.nodes
    .filter(({ name, isReady }) => {
      const old = before.nodes.find((each) => each.name === name);
      return old !== undefined && old.isReady !== isReady;
    })
    .map(({ name, isReady }) => `ready(node/${name}) == ${isReady ? 1 : 0}`);
}

function faultChecks(before: Observed, after: Observed): readonly string[] {
  const check = (fault: string) => {
    const [name = "", ...target] = fault.split(" ");
    return `fault('${name}', '${target.join(" ")}')`;
  };
  return [
    ...after.faults.filter((fault) => !before.faults.includes(fault)).map(check),
    ...before.faults
      .filter((fault) => !after.faults.includes(fault))
      .map((fault) => `!${check(fault)}`),
  ];
}
