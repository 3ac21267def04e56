import { useEffect, useState, type CSSProperties } from "react";

/** A bright circle that follows the pointer; everything else steps back. */
export function Spotlight() {
  const [at, setAt] = useState({ x: window.innerWidth / 2, y: window.innerHeight / 2 });
  useEffect(() => {
    const follow = (event: PointerEvent) => setAt({ x: event.clientX, y: event.clientY });
    window.addEventListener("pointermove", follow);
    return () => window.removeEventListener("pointermove", follow);
  }, []);
  return (
    <div
      className="spotlight"
      aria-hidden="true"
      style={{ "--x": `${at.x}px`, "--y": `${at.y}px` } as CSSProperties}
    />
  );
}
