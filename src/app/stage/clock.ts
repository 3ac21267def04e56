import type { ClusterSlice } from "#app/state/yard-state.ts";

type Beat = Pick<ClusterSlice, "at" | "receivedAt" | "playing" | "speed" | "pace">;

/** How long motion goes on after a step while the cluster is paused: longer than any single motion. */
const SETTLE_MS = 900;

/** Frames come about every 50 ms; without one for this long, the picture stands still rather than guess. */
const LONGEST_GUESS_MS = 400;

/**
 * The two times of the stage. Virtual time moves dots and rings; motion time moves flights, births and farewells: it runs at the
 * speed of the cluster, stands still at a pause, and runs on for a moment after a single step so that the step can be seen.
 */
export class StageClock {
  now = 0;
  motion = 0;
  private lastWall = 0;
  private lastAt = 0;
  private wasPlaying = false;
  private settleMs = 0;

  /** Moves both times on; true while either of them runs. */
  tick(beat: Beat, wall: number): boolean {
    const elapsed = Math.max(0, Math.min(100, wall - this.lastWall));
    this.lastWall = wall;
    if (beat.at !== this.lastAt && !beat.playing && !this.wasPlaying) this.settleMs = SETTLE_MS;
    this.lastAt = beat.at;
    this.wasPlaying = beat.playing;
    this.now = this.virtualTime(beat, wall);
    if (beat.playing) {
      this.motion += elapsed * beat.speed;
      return true;
    }
    const settled = Math.min(elapsed, this.settleMs);
    this.motion += settled;
    this.settleMs -= settled;
    return this.settleMs > 0;
  }

  /** Lets motion finish although nothing plays: after the page itself changed something. */
  settle(): void {
    this.settleMs = SETTLE_MS;
  }

  private virtualTime(beat: Beat, wall: number): number {
    if (!beat.playing) return beat.at;
    const rate = beat.pace > 0 ? Math.min(beat.speed, beat.pace / 1000) : beat.speed;
    const guess = beat.at + Math.max(0, Math.min(LONGEST_GUESS_MS, wall - beat.receivedAt)) * rate;
    const isSmallStepBack =
      guess < this.now && this.now - guess < LONGEST_GUESS_MS * Math.max(1, beat.speed);
    return isSmallStepBack ? this.now : guess;
  }
}
