import { useEffect, useRef, useState } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Icon } from "#app/ui/icon.tsx";
import { ClassFollower, isBehind, type ClassPlace } from "./follow-channel.ts";
import "./follow-bar.css";

/** On a pupil's page: where the class stands. The page goes there by itself until the pupil stops following. */
export function FollowBar() {
  const text = useText();
  const shell = useShellHandle();
  const yard = useYardHandle();
  const session = useSession();
  const [place, setPlace] = useState<ClassPlace | null>(null);
  const open = useShell((state) => state.lesson?.lesson.definition.id ?? "");
  const reached = useYard((state) => (state.lesson?.step ?? 0) + 1);
  const going = useRef("");
  useEffect(() => {
    const follower = new ClassFollower(setPlace);
    return () => follower.close();
  }, []);
  const isLate = place !== null && isBehind(place, { lesson: open, step: reached });
  useEffect(() => {
    if (!place || !isLate) return;
    const goal = `${place.lesson} ${place.step}`;
    // Once for each place: a lesson takes a moment to open.
    if (going.current === goal) return;
    going.current = goal;
    yard.setPage({ present: false });
    shell.setState({ mode: "lesson" });
    void session.openLesson(place.lesson, place.step).catch(() => undefined);
  }, [place, isLate, session, shell, yard]);
  return (
    <aside className="follow-bar" aria-label={text("follow.label")}>
      <Icon name="projector" size={16} />
      <p role="status">
        {place === null
          ? text("follow.wait")
          : text(place.lesson === "" ? "follow.talk" : "follow.at", {
              title: place.title,
              lesson: place.lesson,
              step: place.step,
            })}
      </p>
      <button
        type="button"
        className="button"
        onClick={() => shell.setState({ isFollowing: false })}
      >
        {text("follow.stop")}
      </button>
    </aside>
  );
}
