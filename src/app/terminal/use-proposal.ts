import { useEffect } from "react";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";

/** Hands over what is to be put on the prompt, once, also when that was asked before the terminal was there. "" asks for the focus only. Null: cannot take it yet. */
export function useProposal(take: ((proposal: string) => void) | null): void {
  const shell = useShellHandle();
  const prompt = useShell((state) => state.prompt);
  useEffect(() => {
    const { taken } = shell.getState().prompt;
    if (!take || prompt.serial === taken) return;
    shell.setState({ prompt: { ...prompt, taken: prompt.serial } });
    take(prompt.text);
  });
}
