import { useEffect, useRef, type PointerEvent } from "react";

/** A pen over the whole picture; what is drawn stays until the pen is put away. */
export function DrawPen({ width }: { readonly width: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ readonly x: number; readonly y: number } | null>(null);
  useEffect(() => {
    const sheet = canvas.current;
    if (!sheet) return;
    sheet.width = window.innerWidth;
    sheet.height = window.innerHeight;
  }, []);
  const draw = ({ clientX: x, clientY: y }: PointerEvent<HTMLCanvasElement>) => {
    const pen = canvas.current?.getContext("2d");
    const from = last.current;
    if (!pen || !from || !canvas.current) return;
    pen.strokeStyle = getComputedStyle(canvas.current).color;
    pen.lineWidth = width;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(x, y);
    pen.stroke();
    last.current = { x, y };
  };
  return (
    <canvas
      ref={canvas}
      className="draw-pen"
      aria-hidden="true"
      data-testid="draw-pen"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = { x: event.clientX, y: event.clientY };
        draw(event);
      }}
      onPointerMove={draw}
      onPointerUp={() => (last.current = null)}
    />
  );
}
