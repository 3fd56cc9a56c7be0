/** On what axe need not judge for its colours again. */
export const coloursKnown = 'data-colours-known'

/**
 * Runs in the page: marks the texts whose colours were met before by this tab on this site, whatever page they stood on.
 * The contrast of a text comes of its own colour and size and of what is painted behind it; a list repeats a handful of
 * these in every row, and to judge them is most of what axe does. What is not painted in its parent's place, is not shown, is
 * disabled or is a sign alone is never marked: there the boxes around a text do not tell what is behind it, or axe does not
 * say what it finds, which would then say nothing of others. Text over something that is not around it is known by its colours
 * all the same. Only what axe is about to judge, `within` so many elements, is met.
 */
export function markKnownColours({ mark, within }: { mark: string; within: string }): void {
  const storage = 'colours-known'
  const known = new Set(sessionStorage.getItem(storage)?.split('\n') ?? [])
  const behind = new Map<Element, string | null>()

  /** What is painted behind, from the outermost in; null where the boxes around do not tell. */
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
