import { lazy, Suspense } from "react";
import { useShell } from "#app/state/shell-state.ts";

const ShareDialog = lazy(() =>
  import("#app/panels/share/share-dialog.tsx").then(({ ShareDialog: component }) => ({
    default: component,
  })),
);
const HelpDialog = lazy(() =>
  import("#app/panels/help/help-dialog.tsx").then(({ HelpDialog: component }) => ({
    default: component,
  })),
);

/** The dialogs, each loaded when it is first opened. */
export function Dialogs() {
  const dialog = useShell((state) => state.dialog);
  return (
    <Suspense fallback={null}>
      {dialog === "share" && <ShareDialog />}
      {dialog === "help" && <HelpDialog />}
    </Suspense>
  );
}
