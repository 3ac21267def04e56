import { deleteSelected } from "./cluster.ts";
import type { Action } from "./define.ts";
import {
  faster,
  playPause,
  skipAhead,
  slower,
  stepBack,
  stepForward,
  tenSecondsBack,
  tenSecondsForward,
  toLive,
  toStart,
  undo,
} from "./time.ts";
import { closeAll, help, legend, listView, present, share, toEditor, toTerminal } from "./view.ts";

/** Everything a person can do with one key, in the order of the help dialog. */
export const ACTIONS: readonly Action[] = [
  playPause,
  stepBack,
  stepForward,
  tenSecondsBack,
  tenSecondsForward,
  skipAhead,
  toStart,
  toLive,
  slower,
  faster,
  undo,
  deleteSelected,
  listView,
  legend,
  present,
  toTerminal,
  toEditor,
  share,
  help,
  closeAll,
];
