/** Elements with known colours, which axe need not check again. */
export const coloursKnown = 'data-colours-known'

/**
 * Runs in the page: marks texts with colours that this tab has already checked on this site, on any page. The
 * contrast of a text depends on its own colour and size and on what is painted behind it; a list repeats a handful
 * of combinations in every row, and checking them is most of axe's work. Elements that are not painted in their
 * parent's place, are hidden or disabled, or consist of a symbol only are never marked: there the ancestors do not
 * determine the background, or axe reports nothing that would hold for others. Text over something that is not its
 * ancestor is still identified by its colours. Only elements that axe is about to check, `within` so many elements,
 * are recorded.
 */
export function markKnownColours({ mark, within }: { mark: string; within: string }): void {
  const storage = 'colours-known'
  const known = new Set(sessionStorage.getItem(storage)?.split('\n') ?? [])
  const behind = new Map<Element, string | null>()

  /** The backgrounds from the outermost in; null if the ancestors do not determine them. */
  const behindOf = (element: Element): string | null => {
    const met = behind.get(element)
    if (met !== undefined) return met
    const around = element.parentElement ? behindOf(element.parentElement) : ''
    const style = getComputedStyle(element)
    const isInPlace = style.position === 'static' || style.position === 'relative'
    const painted = [
      style.backgroundColor,
      style.backgroundImage,
      style.opacity,
      style.filter,
      style.mixBlendMode,
    ]
    const own = painted.join() === 'rgba(0, 0, 0, 0),none,1,none,normal' ? '' : `${painted.join()};`
    const found = around === null || !isInPlace ? null : around + own
    behind.set(element, found)
    return found
  }

  for (const element of document.querySelectorAll(`${within} *`)) {
    element.removeAttribute(mark)
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    const text = texts.map((node) => node.textContent).join(' ')
    if (
      !/[\p{L}\p{N}].*[\p{L}\p{N}]/su.test(text) ||
      element.closest(':disabled, [aria-disabled="true"], [aria-hidden="true"], label')
    )
      continue
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    const around = behindOf(element)
    if (around === null) continue
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element)
    const key = [around, color, fontSize, fontWeight, textShadow].join('|')
    if (known.has(key)) element.setAttribute(mark, '')
    else known.add(key)
  }
  sessionStorage.setItem(storage, [...known].join('\n'))
}
