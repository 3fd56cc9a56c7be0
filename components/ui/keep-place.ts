const focusable =
  ':is(a[href], button, input:not([type=hidden]), select, textarea, [tabindex]):not(:disabled, [tabindex="-1"])'

/**
 * A decision often takes its button, or the one that opened its dialog, off the page once that is read again. The focus
 * then goes to what is nearest to where the button was, instead of falling to the top of the document.
 */
export function keepPlace(button: Element | null): void {
  if (!button) return
  const around: Element[] = []
  for (let each = button.parentElement; each; each = each.parentElement) around.push(each)
  const stop = () => {
    observer.disconnect()
    document.removeEventListener('focusin', onFocus)
  }
  const onFocus = ({ target }: FocusEvent) => target !== button && stop()
  const observer = new MutationObserver(() => {
    if (button.isConnected) return
    stop()
    if (document.activeElement !== document.body) return
    for (const each of around) if (each.isConnected && focusWithin(each)) return
  })
  observer.observe(document.body, { childList: true, subtree: true })
  document.addEventListener('focusin', onFocus)
}

/** What is hidden is passed over, and what does not take the focus, such as a part of the page that is inert. */
function focusWithin(element: Element): boolean {
  for (const next of element.querySelectorAll<HTMLElement>(focusable)) {
    if (!next.checkVisibility({ visibilityProperty: true })) continue
    next.focus()
    if (document.activeElement !== document.body) return true
  }
  return false
}
