import type { EditorPoint } from "#app/editor/point-at.ts";
import type {
  DeploymentView,
  EtcdView,
  EventView,
  GaugeView,
  MarkView,
  NodeView,
  PodView,
  ReplicaSetView,
  RequestView,
  ServiceView,
  TrafficView,
} from "#core/view/rows.ts";
import type { BranchView, InputView } from "#protocol/messages.ts";
import type { LessonProgress } from "#protocol/lesson-progress.ts";
import type { ScenarioFile } from "#protocol/scenario.ts";

/** What is selected, everywhere at once. */
export interface Selection {
  readonly kind: "Pod" | "Node" | "Deployment" | "ReplicaSet" | "Service" | "Etcd" | "Mark";
  readonly namespace: string;
  readonly name: string;
  /** uid, or the trace id as text for a mark. */
  readonly id: string;
}

/** What the hue of a pod tells. */
export type ColourBy = "state" | "revision" | "app" | "namespace" | "qos" | "zone" | "age";

export type Theme = "dark" | "light" | "projector";
export type Language = "en" | "ko";

/** One world on the screen: the picture of one cluster, as last told by its worker. */
export interface ClusterSlice {
  /** A start with a picture: the page has brought it along, and nobody answers yet. */
  readonly connection: "starting" | "live" | "recovering";
  /** Virtual ms since the learner arrived, as of the last frame. */
  readonly at: number;
  /** performance.now() at which that frame came in: motion between frames is extrapolated from here. */
  readonly receivedAt: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly pace: number;
  readonly past: boolean;
  readonly branch: string;
  readonly branches: readonly BranchView[];
  readonly inputs: readonly InputView[];
  readonly revision: number;
  readonly faults: readonly string[];
  readonly pods: ReadonlyMap<string, PodView>;
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly deployments: ReadonlyMap<string, DeploymentView>;
  readonly replicaSets: ReadonlyMap<string, ReplicaSetView>;
  readonly services: ReadonlyMap<string, ServiceView>;
  readonly etcd: ReadonlyMap<string, EtcdView>;
  readonly events: ReadonlyMap<string, EventView>;
  readonly marks: readonly MarkView[];
  readonly traffic: ReadonlyMap<string, TrafficView>;
  readonly requests: readonly RequestView[];
  /** Curves of the branch as far as they are known here, oldest first; beyond `at` when the clock stands in the past. */
  readonly gauges: readonly GaugeView[];
  /** How far the open lesson is, null when none is open. */
  readonly lesson: LessonProgress | null;
}

/** What the person has chosen about the page. */
export interface PageSlice {
  readonly language: Language;
  readonly theme: Theme;
  readonly reducedMotion: boolean;
  readonly selection: Selection | null;
  /** Stage as a tree of text instead of a picture. */
  readonly listView: boolean;
  readonly present: boolean;
  /** Steps that the stage is enlarged by; 0 shows all of it, below 0 with less detail. */
  readonly zoom: number;
  readonly colourBy: ColourBy;
  /** Calls to the API server are drawn on their way. */
  readonly messages: boolean;
  /** The page may only look: nothing that it does changes the cluster. */
  readonly readOnly: boolean;
  readonly files: readonly ScenarioFile[];
  readonly openFile: string;
  /** What a lesson points at on the stage: `pod/web-*`, `node/worker-2`; "" nothing. */
  readonly pointedAt: string;
  /** What the line under the editor's cursor speaks of. */
  readonly editorPoint: EditorPoint | null;
  /** Newest sentence for the caption bar and the live region. */
  readonly caption: string;
}

/** The whole of what components may select from. */
export interface YardState extends ClusterSlice, PageSlice {}
