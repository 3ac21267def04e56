import { useEffect, useRef, useState, type RefObject } from "react";
import { encodeScenario, MAX_LINK_CHARS } from "#share/encode.ts";
import { PictureGate, takesStage, usePicture } from "#app/panels/lesson/picture-gate.tsx";
import { useStepCaption } from "#app/panels/lesson/use-step-caption.ts";
import { PhoneTimeline } from "#app/panels/timeline/phone-timeline.tsx";
import { useCaptions } from "#app/panels/present/use-captions.ts";
import { Stage } from "#app/stage/stage.tsx";
import { useSize } from "#app/ui/use-size.ts";
import { readAddressQuery } from "#app/state/address-query.ts";
import { useWorld, type World } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { Icon } from "#app/ui/icon.tsx";
import { openChannel, type EmbedChannel } from "./embed-channel.ts";
import "./embed.css";

/** Narrower than this the stage is drawn as on a phone. */
const WIDE = 700;
/** As much of the frame as must be seen before its clock runs. */
const SEEN_SHARE = 0.4;

/** A quiet frame for other pages: stage, small timeline, caption. It keeps nothing, takes no focus, and stands still until it is seen or clicked. */
export function Embed() {
  const text = useText();
  const [box, { width }] = useSize<HTMLElement>();
  const isStarted = useStart(box);
  const channel = useChannel();
  const captions = useCaptions();
  const happened = captions[0]?.sentence ?? "";
  const told = useStepCaption();
  const sentence = told === "" ? happened : told;
  const picture = usePicture();
  useNews(channel, happened);
  return (
    <main ref={box} className="embed" aria-label={text("embed.label")}>
      <section className="embed-stage" aria-label={text("shell.stage")}>
        {picture && <PictureGate picture={picture} />}
        {width > 0 && !takesStage(picture) && (
          <Stage variant={width < WIDE ? "phone" : "desktop"} />
        )}
        {!isStarted.value && (
          <button type="button" className="embed-start" onClick={isStarted.start}>
            <span className="embed-start-sign">
              <Icon name="play" />
              {text("embed.start")}
            </span>
          </button>
        )}
      </section>
      <footer className="embed-foot">
        <PhoneTimeline />
        <p className="embed-caption" role="status">
          {sentence}
        </p>
        <OpenInFull />
      </footer>
    </main>
  );
}

/** Runs the clock while the frame is seen, from the first time on that it is seen or clicked. */
function useStart(box: RefObject<HTMLElement | null>): {
  readonly value: boolean;
  readonly start: () => void;
} {
  const world = useWorld();
  const [value, setValue] = useState(false);
  const [waitsForClick] = useState(
    () => readAddressQuery(location.search).query.autoplay === false,
  );
  const start = () => {
    setValue(true);
    play(world, true);
  };
  useEffect(() => {
    const frame = box.current;
    if (!frame || waitsForClick) return;
    let wasPlaying = true;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) {
          setValue(true);
          if (wasPlaying) play(world, true);
          return;
        }
        wasPlaying = world.store.getState().playing || world.store.getState().at === 0;
        play(world, false);
      },
      { threshold: SEEN_SHARE },
    );
    observer.observe(frame);
    return () => observer.disconnect();
  }, [box, waitsForClick, world]);
  return { value, start };
}

function play(world: World, on: boolean): void {
  void world.send({ type: "play", on }).catch(() => undefined);
}

/** The way to the page around the frame, open as long as the frame is. */
function useChannel(): RefObject<EmbedChannel | null> {
  const world = useWorld();
  const channel = useRef<EmbedChannel | null>(null);
  useEffect(() => {
    const { parent = [location.origin] } = readAddressQuery(location.search).query;
    const opened = openChannel({ world, frame: window, origins: parent });
    channel.current = opened;
    return () => {
      opened.close();
      channel.current = null;
    };
  }, [world]);
  return channel;
}

/** Tells the page around: ready once, then each caption, and its own size. */
function useNews(channel: RefObject<EmbedChannel | null>, sentence: string): void {
  const world = useWorld();
  const isLive = useYard((state) => state.connection === "live");
  useEffect(() => {
    if (!isLive) return;
    channel.current?.tell({ type: "ready", at: world.store.getState().at });
    const tellSize = () =>
      channel.current?.tell({
        type: "size",
        width: document.documentElement.scrollWidth,
        height: document.documentElement.scrollHeight,
      });
    tellSize();
    window.addEventListener("resize", tellSize);
    return () => window.removeEventListener("resize", tellSize);
  }, [channel, isLive, world]);
  useEffect(() => {
    if (sentence !== "")
      channel.current?.tell({ type: "event", at: world.store.getState().at, text: sentence });
  }, [channel, sentence, world]);
  const goal = useYard(({ lesson }) =>
    lesson ? `${lesson.id} ${lesson.step} ${lesson.status}` : "",
  );
  useEffect(() => {
    const { lesson } = world.store.getState();
    if (goal === "" || !lesson) return;
    const { id, step, status } = lesson;
    channel.current?.tell({ type: "goal", lesson: id, step, status });
  }, [channel, goal, world]);
}

/** The step that is being done, as an address; the shop when no lesson is open. */
function stepLink(world: World): string {
  const { lesson, language } = world.store.getState();
  const query = new URLSearchParams({ lang: language });
  if (lesson) {
    query.set("lesson", lesson.id);
    query.set("step", String(Math.min(lesson.step, lesson.steps.length - 1) + 1));
  }
  return `?${query.toString()}`;
}

/** The same moment on the whole page, in a window of its own. */
function OpenInFull() {
  const text = useText();
  const world = useWorld();
  const open = async () => {
    const scenario = await world.scenario();
    const fragment = encodeScenario(scenario);
    // Too long for an address: the same step of the same lesson is better than nothing.
    const link = fragment.length <= MAX_LINK_CHARS ? `#${fragment}` : stepLink(world);
    window.open(`${location.pathname}${link}`, "_blank", "noopener");
  };
  return (
    <button
      type="button"
      className="button embed-full"
      onClick={() => void open().catch(() => undefined)}
    >
      {text("embed.full")}
      <Icon name="share" size={14} />
    </button>
  );
}
