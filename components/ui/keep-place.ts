const focusable =
  ':is(a[href], button, input:not([type=hidden]), select, textarea, [tabindex]):not(:disabled, [tabindex="-1"])'

/**
 * A decision often removes its button, or the button that opened its dialog, when the page refreshes. Moves the
 * focus to the nearest focusable element instead of losing it to the top of the document.
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

/** Skips hidden elements and those that cannot be focused, such as inert parts of the page. */
function focusWithin(element: Element): boolean {
  for (const next of element.querySelectorAll<HTMLElement>(focusable)) {
    if (!next.checkVisibility({ visibilityProperty: true })) continue
    next.focus()
    if (document.activeElement !== document.body) return true
  }
  return false
}
