const focusable = 'a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, [tabindex]'

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
    for (const each of around) {
      const next = each.isConnected ? each.querySelector<HTMLElement>(focusable) : null
      if (next) return next.focus()
    }
  })
  observer.observe(document.body, { childList: true, subtree: true })
  document.addEventListener('focusin', onFocus)
}
