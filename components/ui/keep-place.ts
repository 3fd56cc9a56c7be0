const focusable = 'a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, [tabindex]'

/**
 * What a dialog decides often takes the button that opened it off the page, once the page is read again. The focus then
 * goes to what is nearest to where that button was, instead of falling to the top of the document.
 */
export function keepPlace(opener: Element | null): void {
  if (!opener) return
  const around: Element[] = []
  for (let each = opener.parentElement; each; each = each.parentElement) around.push(each)
  const stop = () => {
    observer.disconnect()
    document.removeEventListener('focusin', onFocus)
  }
  const onFocus = ({ target }: FocusEvent) => target !== opener && stop()
  const observer = new MutationObserver(() => {
    if (opener.isConnected) return
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
