import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
} from "react";
import { DeploymentStrip } from "#app/panels/deployment-strip/deployment-strip.tsx";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { isBlank } from "#app/state/selectors.ts";
import type { StageClock } from "./clock.ts";
import { CarouselDots } from "./carousel-dots.tsx";
import { ControlPlane } from "./control-plane.tsx";
import { EtcdLane } from "./etcd-lane.tsx";
import type { StageLayout, StageVariant } from "./layout.ts";
import { MetroLines } from "./metro-lines.tsx";
import { PointedRing } from "./pointed-ring.tsx";
import { publishScene } from "./scene-hook.ts";
import { selectionRect } from "./selection.ts";
import { StageEngine } from "./stage-engine.ts";
import "./stage.css";
import { TrafficLane } from "./traffic-lane.tsx";
import { useStageInput } from "./use-stage-input.ts";
import { useStageLayout } from "./use-layout.ts";
import { useZoom } from "./use-zoom.ts";
import { usePan } from "./use-pan.ts";
import { later } from "#app/ui/later.tsx";
import { useSize } from "#app/ui/use-size.ts";
import { WaitingDock } from "./waiting-dock.tsx";
import { Workers } from "./workers.tsx";

/** They answer a pointer or a cursor: the first picture does without. */
const StageMenu = later(() =>
  import("./stage-menu.tsx").then(({ StageMenu: component }) => component),
);
const LassoRings = later(() =>
  import("./lasso-rings.tsx").then(({ LassoRings: component }) => component),
);
const StageTip = later(() =>
  import("./stage-tip.tsx").then(({ StageTip: component }) => component),
);

export interface StageProps {
  readonly variant?: StageVariant;
  /** Factor of present mode: height of the picture / 1080. */
  readonly unit?: number;
  /** On a phone: masters, workers and etcd in three rows instead of one worker after another. */
  readonly hasRows?: boolean;
  /** Called when the person asks for more about what is selected. */
  readonly onInspect?: () => void;
  /** A clock from outside, for tests that hold a moment. */
  readonly clock?: StageClock;
}

/** The picture of one cluster. Fills its parent. */
export function Stage({
  variant = "desktop",
  unit = 1,
  hasRows = false,
  onInspect,
  clock,
}: StageProps) {
  return (
    <div className={`stage stage-${variant} ${hasRows ? "has-rows" : ""}`}>
      {variant !== "present" && <DeploymentStrip compact={variant === "phone"} />}
      <StageField
        variant={variant}
        unit={unit}
        hasRows={hasRows}
        {...(onInspect ? { onInspect } : {})}
        {...(clock ? { clock } : {})}
      />
    </div>
  );
}

/** Sizes follow the unit of the layout, which a close-up enlarges. */
function worldStyle({ width, height, unit }: StageLayout): CSSProperties {
  return { width, height, fontSize: 12 * unit, "--unit": unit } as CSSProperties;
}

function StageField({
  variant,
  unit,
  hasRows,
  onInspect,
  clock,
}: Required<Pick<StageProps, "variant" | "unit" | "hasRows">> & StageProps) {
  const [field, size] = useSize<HTMLDivElement>();
  const world = useRef<HTMLDivElement>(null);
  const layout = useStageLayout(variant, size, { unit, hasRows });
  const text = useText();
  const { store } = useYardHandle();
  const [engine] = useState(() => new StageEngine(store.getState(), clock));
  const still = useRef<HTMLCanvasElement>(null);
  const moving = useRef<HTMLCanvasElement>(null);
  const selection = useYard((state) => state.selection);
  const isUnknown = useYard(isBlank);
  const isLassoing = useYard((state) => state.editorPoint?.part === "selector");

  useEffect(() => {
    if (!still.current || !moving.current) return;
    const unmount = engine.mount(still.current, moving.current);
    engine.update(store.getState());
    const unsubscribe = store.subscribe((state) => engine.update(state));
    const unpublish = publishScene(engine, moving.current);
    return () => {
      unsubscribe();
      unpublish();
      unmount();
    };
  }, [engine, store]);
  useLayoutEffect(() => engine.setLayout(layout, text), [engine, layout, text]);
  const pods = useYard((state) => state.pods);
  useEffect(
    () => engine.setSelected(selectionRect(selection, { layout, engine, pods })),
    [engine, layout, selection, pods],
  );

  const selected = useCallback(() => {
    const state = store.getState();
    return selectionRect(state.selection, { layout, engine, pods: state.pods });
  }, [store, layout, engine]);
  useZoom(field, { layout, isMeasured: size.width > 0, selected });
  usePan(field, { selection, selected });
  const isLarger = layout.width > size.width + 1 || layout.height > size.height + 1;
  const input = useStageInput({ engine, layout, world, ...(onInspect ? { onInspect } : {}) });
  return (
    <div className="stage-frame">
      <div
        ref={field}
        className={`stage-field ${isLarger ? "is-larger" : ""} ${layout.width > size.width + 1 && variant !== "phone" ? "is-near" : ""}`}
      >
        <div
          ref={world}
          className={`stage-world detail-${layout.fit.detail}`}
          style={worldStyle(layout)}
          role="application"
          aria-label={text("stage.label")}
          aria-activedescendant={input.cursorText === "" ? undefined : input.cursorId}
          tabIndex={0}
          data-testid="stage"
          {...input.handlers}
        >
          {!isUnknown && (
            <>
              <ControlPlane layout={layout} />
              <TrafficLane layout={layout} />
              <Workers layout={layout} />
              <WaitingDock layout={layout} />
              <EtcdLane layout={layout} />
              <MetroLines layout={layout} />
            </>
          )}
          {isLassoing && <LassoRings layout={layout} engine={engine} />}
          <PointedRing layout={layout} engine={engine} />
          <canvas
            ref={still}
            className="stage-canvas"
            aria-hidden="true"
            style={{ width: layout.width, height: layout.height }}
          />
          <canvas
            ref={moving}
            className="stage-canvas"
            aria-hidden="true"
            style={{ width: layout.width, height: layout.height }}
          />
          {input.cursorText !== "" && (
            <div
              id={input.cursorId}
              className="visually-hidden"
              role="img"
              aria-label={input.cursorText}
            />
          )}
          {input.tip && <StageTip tip={input.tip} />}
        </div>
        {variant === "phone" && !hasRows && (
          <CarouselDots field={field} count={layout.fit.columns} />
        )}
        {input.menu && (
          <StageMenu
            menu={input.menu}
            onClose={input.closeMenu}
            {...(onInspect ? { onInspect } : {})}
          />
        )}
      </div>
    </div>
  );
}
