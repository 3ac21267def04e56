import type { PodView } from "#core/view/rows.ts";
import { deletePod, inNamespace, ownPods } from "#app/actions/cluster.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { mainDeployment } from "#app/state/selectors.ts";

/** The commonest edits as one touch each, so that nothing must be typed on a phone. */
export function PatchChips() {
  const text = useText();
  const world = useWorld();
  const deployment = useYard(mainDeployment);
  if (!deployment) return null;
  const { name, namespace, desired, image } = deployment;
  const where = inNamespace(namespace);
  const next = nextTag(image);
  const container = containerOf(world.store.getState().pods, name) ?? name;
  const kill = () => {
    const pod = ownPods(world.store.getState().pods).find(
      (candidate) => candidate.deployment === name,
    );
    return pod && deletePod(world, pod);
  };
  const scale = (replicas: number) =>
    void world.runKubectl(`scale deployment/${name} --replicas=${replicas}${where}`);
  return (
    <div className="touch-chips" role="group" aria-label={text("chips.title")}>
      <button type="button" className="touch-chip" onClick={() => scale(desired + 2)}>
        {text("chips.replicas", { from: desired, to: desired + 2 })}
      </button>
      {next && (
        <button
          type="button"
          className="touch-chip"
          onClick={() =>
            void world.runKubectl(`set image deployment/${name} ${container}=${next.image}${where}`)
          }
        >
          {text("chips.image", { from: next.from, to: next.to })}
        </button>
      )}
      <button type="button" className="touch-chip" onClick={() => void kill()}>
        {text("chips.kill")}
      </button>
      <button
        type="button"
        className="touch-chip"
        onClick={() => void world.runKubectl(`rollout undo deployment/${name}${where}`)}
      >
        {text("chips.undo")}
      </button>
      {desired > 1 && (
        <button type="button" className="touch-chip" onClick={() => scale(desired - 1)}>
          {text("chips.replicas", { from: desired, to: desired - 1 })}
        </button>
      )}
    </div>
  );
}

function containerOf(pods: ReadonlyMap<string, PodView>, deployment: string): string | undefined {
  return [...pods.values()].find((pod) => pod.deployment === deployment)?.containers[0]?.name;
}

/** The next version of an image: v1 to v2, and v2 back to v1. */
function nextTag(
  image: string,
): { readonly image: string; readonly from: string; readonly to: string } | undefined {
  const match = /^(.*:)(v?)(\d+)$/.exec(image);
  if (!match) return undefined;
  const [, base = "", prefix = "", number = "1"] = match;
  const to = `${prefix}${number === "2" ? 1 : Number(number) + 1}`;
  return { image: base + to, from: `${prefix}${number}`, to };
}
