/**
 * Where the overlay of a control must be drawn: inside the modal dialog that holds the control, because
 * everything outside a modal dialog is inert; else in the page.
 */
export function portalContainer(control: Element | null): { UNSTABLE_portalContainer?: Element } {
  const dialog = control?.closest('dialog')
  return dialog ? { UNSTABLE_portalContainer: dialog } : {}
}
