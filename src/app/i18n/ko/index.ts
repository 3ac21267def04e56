import { lesson } from "./lesson.ts";
import { panels } from "./panels.ts";
import { pictures } from "./pictures.ts";
import { plans } from "./plans.ts";
import { reasons } from "./reasons.ts";
import { shell } from "./shell.ts";
import { stage } from "./stage.ts";

export const ko = { ...stage, ...panels, ...shell, ...reasons, ...lesson, ...pictures, ...plans };
