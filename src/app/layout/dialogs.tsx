import { useShell } from "#app/state/shell-state.ts";
import { later } from "#app/ui/later.tsx";

const ShareDialog = later(() =>
  import("#app/panels/share/share-dialog.tsx").then(({ ShareDialog: component }) => component),
);
const HelpDialog = later(() =>
  import("#app/panels/help/help-dialog.tsx").then(({ HelpDialog: component }) => component),
);

/** The dialogs, each loaded when it is first opened. */
export function Dialogs() {
  const dialog = useShell((state) => state.dialog);
  return (
    <>
      {dialog === "share" && <ShareDialog />}
      {dialog === "help" && <HelpDialog />}
    </>
  );
}
