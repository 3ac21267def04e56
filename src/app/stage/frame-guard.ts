/** How much of the motion is saved: 0 none of it, 3 all but a few flights and dots that keep the picture alive. */
export type Thrift = 0 | 1 | 2 | 3;

/** Frames that are looked at together. */
const WINDOW = 24;
/** Slower than this is felt; faster than that leaves room for more. */
const SLOW_MS = 24;
const QUICK_MS = 18.5;
/** After this many good windows in a row a step back is tried; after each relapse twice as many. */
const FIRST_PATIENCE = 3;
const MOST_PATIENCE = 24;
/** When so many more slow windows follow although nothing moves, it is not the motion that is slow: a screen of 30 Hz, a busy machine. */
const FUTILE_AFTER = 8;
/** A gap like this is a sleeping tab, not a slow frame. */
const GAP_MS = 400;

/** Watches how long frames take, and asks for less motion while they are slow. */
export class FrameGuard {
  thrift: Thrift = 0;
  private frames: number[] = [];
  private good = 0;
  /** Slow windows at the last step; beyond FUTILE_AFTER slowness is taken as given. */
  private inVain = 0;
  private patience = FIRST_PATIENCE;

  /** Takes in the time between two frames that followed each other. */
  note(elapsedMs: number): void {
    if (elapsedMs <= 0 || elapsedMs > GAP_MS) return;
    this.frames.push(elapsedMs);
    if (this.frames.length < WINDOW) return;
    const mean = this.frames.reduce((total, each) => total + each, 0) / WINDOW;
    this.frames = [];
    if (mean > SLOW_MS && this.inVain <= FUTILE_AFTER) this.save();
    else if (mean < QUICK_MS) this.relax();
    else this.good = 0;
  }

  private save(): void {
    if (this.thrift > 0 || this.good > 0)
      this.patience = Math.min(MOST_PATIENCE, this.patience * 2);
    this.good = 0;
    this.inVain += this.thrift === 3 ? 1 : 0;
    this.thrift = this.inVain > FUTILE_AFTER ? 1 : (Math.min(3, this.thrift + 1) as Thrift);
  }

  private relax(): void {
    this.inVain = 0;
    this.good += 1;
    if (this.good < this.patience) return;
    this.good = 0;
    if (this.thrift === 0) this.patience = FIRST_PATIENCE;
    this.thrift = Math.max(0, this.thrift - 1) as Thrift;
  }
}
