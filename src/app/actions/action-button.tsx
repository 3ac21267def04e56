import type { ReactNode } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import type { Action } from "./define.ts";

interface ActionButtonProps {
  readonly action: Action;
  readonly icon: IconName;
  readonly className?: string;
  /** Words beside the sign; without them the label is the button's name. */
  readonly children?: ReactNode;
}

/** A button that performs an action and shows its key. */
export function ActionButton({
  action,
  icon,
  className = "icon-button",
  children,
}: ActionButtonProps) {
  const world = useWorld();
  const shell = useShellHandle();
  const text = useText();
  const enabled = useYard((state) => action.enabled(state));
  const label = text(action.label);
  const key = action.keys[0];
  return (
    <button
      type="button"
      className={className}
      disabled={!enabled}
      title={key ? `${label} (${key.replace("Mod", "Ctrl")})` : label}
      aria-label={children ? undefined : label}
      data-action={action.name}
      onClick={() => void Promise.resolve(action.perform({ world, shell })).catch(() => undefined)}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}
