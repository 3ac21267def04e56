import { useEffect, useRef } from "react";
import { useShell } from "#app/state/shell-state.ts";
import { ClassLeader, type ClassPlace } from "./follow-channel.ts";

/** While pupils may follow, tells their pages where the class stands. */
export function useLeading({ lesson, step, title }: ClassPlace): void {
  const isLeading = useShell((state) => state.isLeading);
  const leader = useRef<ClassLeader | null>(null);
  useEffect(() => {
    if (!isLeading) return undefined;
    const made = new ClassLeader();
    leader.current = made;
    return () => {
      made.close();
      leader.current = null;
    };
  }, [isLeading]);
  useEffect(() => leader.current?.tell({ lesson, step, title }), [isLeading, lesson, step, title]);
}
