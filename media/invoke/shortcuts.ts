/** Ctrl+Enter or ⌘Enter anywhere, and Enter in a single line, invoke; Escape cancels. */
export function listenForShortcuts(actions: { readonly onInvoke: () => void; readonly onCancel: () => void }): void {
  // While the event comes down, before a control can take Enter for itself.
  addEventListener('keydown', onEnter, { capture: true });
  // On its way up, after an open list had its chance to close.
  addEventListener('keydown', onEscape);

  function onEnter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing) return;
    const [target] = event.composedPath();
    if (!event.ctrlKey && !event.metaKey && !(target instanceof HTMLInputElement)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) actions.onInvoke();
  }

  function onEscape(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) actions.onCancel();
  }
}
