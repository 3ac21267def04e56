import { ActionButton } from "#app/actions/action-button.tsx";
import {
  playPause,
  skipAhead,
  SPEEDS,
  stepBack,
  stepForward,
  toStart,
  undo,
} from "#app/actions/time.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import { Icon } from "#app/ui/icon.tsx";

const QUICK_SPEEDS: readonly number[] = [0.25, 1, 10, 100];

/** The buttons that move time, the clock, the speeds and the branches. */
export function Transport() {
  const text = useText();
  const at = useYard((state) => state.at);
  return (
    <div className="transport">
      <div className="transport-row">
        <div className="transport-buttons" role="group" aria-label={text("timeline.transport")}>
          <ActionButton action={toStart} icon="start" />
          <ActionButton action={stepBack} icon="back" />
          <PlayButton />
          <ActionButton action={stepForward} icon="forward" />
          <ActionButton action={skipAhead} icon="skip" />
          <ActionButton action={undo} icon="undo" />
        </div>
        <output
          className="transport-clock code"
          aria-label={text("timeline.clock")}
          aria-live="off"
          data-testid="clock"
        >
          {clockText(at, { tenths: true })}
        </output>
      </div>
      <div className="transport-row">
        <Speeds />
        <Branches />
      </div>
    </div>
  );
}

/** Plays or pauses, and looks like the heart of the bar. */
export function PlayButton() {
  const playing = useYard((state) => state.playing);
  return (
    <ActionButton
      action={playPause}
      icon={playing ? "pause" : "play"}
      className="icon-button play-button"
    />
  );
}

/** How fast the clock runs. */
export function Speeds() {
  const text = useText();
  const world = useWorld();
  const speed = useYard((state) => state.speed);
  const slow = useYard(
    (state) => state.playing && state.speed > 1 && state.pace > 0 && state.pace < state.speed * 700,
  );
  const choose = (factor: number) =>
    void world.send({ type: "speed", factor }).catch(() => undefined);
  return (
    <div
      className="speeds"
      role="group"
      aria-label={text("timeline.speed")}
      title={slow ? text("timeline.slow") : undefined}
    >
      {QUICK_SPEEDS.map((factor) => (
        <button
          key={factor}
          type="button"
          className="speed"
          aria-pressed={speed === factor}
          onClick={() => choose(factor)}
        >
          {factor === 1 ? "1×" : factor}
        </button>
      ))}
      <label className="speed-more" data-set={!QUICK_SPEEDS.includes(speed)}>
        <span className="visually-hidden">{text("timeline.speedAll")}</span>
        <span aria-hidden="true">{QUICK_SPEEDS.includes(speed) ? "" : `${speed}×`}</span>
        <Icon name="chevron" size={14} />
        <select value={speed} onChange={(event) => choose(Number(event.target.value))}>
          {SPEEDS.map((factor) => (
            <option key={factor} value={factor}>
              {factor}×
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** The branches of the history, and the way to grow one. */
export function Branches() {
  const text = useText();
  const world = useWorld();
  const branches = useYard((state) => state.branches);
  const branch = useYard((state) => state.branch);
  const inputs = useYard((state) => state.inputs);
  const lastInput = inputs[inputs.length - 1];
  const whatIf = async () => {
    if (!lastInput) return;
    await world.send({ type: "play", on: false });
    await world.send({ type: "seek", at: Math.max(0, lastInput.at - 1) });
  };
  return (
    <div className="branches" role="group" aria-label={text("timeline.branches")}>
      {branches.map(({ id, name, forkedAt, parent }) => (
        <button
          key={id}
          type="button"
          className="branch"
          aria-pressed={id === branch}
          data-branch={id}
          title={parent ? text("timeline.forked", { at: clockText(forkedAt) }) : undefined}
          onClick={() => void world.send({ type: "branch", id }).catch(() => undefined)}
        >
          {name || id}
        </button>
      ))}
      {branches.length < 2 && (
        <button
          type="button"
          className="branch branch-new"
          disabled={!lastInput}
          title={text("timeline.whatIfHint")}
          onClick={() => void whatIf().catch(() => undefined)}
        >
          <Icon name="branch" size={14} />
          {text("timeline.whatIf")}
        </button>
      )}
    </div>
  );
}
