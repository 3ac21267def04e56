import { useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { StageSize } from "./use-layout.ts";

/** Size of an element, followed as it changes. */
export function useSize<Element extends HTMLElement>(): [RefObject<Element | null>, StageSize] {
  const element = useRef<Element>(null);
  const [size, setSize] = useState<StageSize>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setSize({ width: target.clientWidth, height: target.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return [element, size];
}
