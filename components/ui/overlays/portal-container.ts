/**
 * The container for a control's overlay: the modal dialog that contains the control, because everything outside it
 * is inert; else the page.
 */
export function portalContainer(control: Element | null): { UNSTABLE_portalContainer?: Element } {
  const dialog = control?.closest('dialog')
  return dialog ? { UNSTABLE_portalContainer: dialog } : {}
}
