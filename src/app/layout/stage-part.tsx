import { Inspector } from "#app/panels/inspector/inspector.tsx";
import { Legend } from "#app/panels/legend/legend.tsx";
import { useShell, useShellHandle, type OpenLesson } from "#app/state/shell-state.ts";
import { useYard } from "#app/state/hooks.ts";
import { PictureGate, takesStage, usePicture } from "#app/panels/lesson/picture-gate.tsx";
import { StageTools } from "#app/stage/stage-tools.tsx";
import { Stage } from "#app/stage/stage.tsx";
import { ListView } from "./later-parts.tsx";

/** The picture, or the same as a tree of text. */
export function StagePart() {
  const shell = useShellHandle();
  const listView = useYard((state) => state.listView);
  const onInspect = () => shell.setState({ drawer: "right" });
  const picture = usePicture();
  return (
    <div className="stage-box">
      {picture && <PictureGate picture={picture} />}
      {!takesStage(picture) && (
        <div className="stage-view">
          {listView ? <ListView onInspect={onInspect} /> : <Stage onInspect={onInspect} />}
          {!listView && !picture && (
            <div className="tools-frame">
              <StageTools />
            </div>
          )}
        </div>
      )}
      {!listView && !takesStage(picture) && <StageLegend />}
    </div>
  );
}

/** The legend, where there is room for it. */
function StageLegend() {
  const isAsked = useShell((state) => state.legend);
  // Hues that tell something unusual are explained unasked.
  const shown = useYard((state) => state.colourBy !== "state") || isAsked;
  return shown ? (
    <div className="stage-legend">
      <Legend />
    </div>
  ) : null;
}

/** What is selected, and why it is so. */
export function InspectorPart() {
  return <Inspector />;
}

/** The stage in the small. */
export function PhoneStagePart() {
  const shell = useShellHandle();
  const listView = useYard((state) => state.listView);
  const onInspect = () => shell.setState({ phoneTab: "inspect" });
  const picture = usePicture();
  const hasRows = useShell(({ lesson }) => speaksOfRows(lesson));
  return (
    <div className="stage-box">
      {picture && <PictureGate picture={picture} />}
      {takesStage(picture) ? null : listView ? (
        <ListView onInspect={onInspect} />
      ) : (
        <Stage variant="phone" hasRows={hasRows} onInspect={onInspect} />
      )}
    </div>
  );
}

/** Whether a step of the lesson points at what a phone leaves out otherwise: the masters and etcd. */
function speaksOfRows(open: OpenLesson | null): boolean {
  const steps = open?.lesson.definition.steps ?? [];
  return steps.some(({ focus }) => /^(node\/master|etcd\/)/.test(focus?.target ?? ""));
}
