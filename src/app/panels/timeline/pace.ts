/** Paints at most once per picture of the screen, and not more often than asked for; what was asked last is painted. */
export class Pace {
  private request = 0;
  private lastAt = Number.NEGATIVE_INFINITY;
  private everyMs = 0;
  private paint: () => void = () => undefined;

  /** Paints soon. */
  ask(everyMs: number, paint: () => void): void {
    this.everyMs = everyMs;
    this.paint = paint;
    if (this.request === 0) this.request = requestAnimationFrame(this.run);
  }

  /** Paints no more. */
  stop(): void {
    cancelAnimationFrame(this.request);
    this.request = 0;
  }

  private readonly run = (wall: number): void => {
    if (wall - this.lastAt < this.everyMs) {
      this.request = requestAnimationFrame(this.run);
      return;
    }
    this.request = 0;
    this.lastAt = wall;
    this.paint();
  };
}
