import "#app/theme/theme.css";
import "#app/ui/ui.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "#app/App.tsx";
import { startPage } from "#app/start-page.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

void startPage().then(({ world, shell, session }) => {
  createRoot(root).render(
    <StrictMode>
      <App world={world} shell={shell} session={session} />
    </StrictMode>,
  );
});
