/**
 * Runs in the page.
 *
 * @returns the elements of the content that a reader must scroll sideways, with their name and how far they reach
 *   beyond their frame; rows of tabs and chips, pictures, and text with a layout of its own may scroll
 */
export function sidewaysElements(): string[] {
  const mayScroll = '.link-row, .link-row *, pre, textarea, input, svg, canvas, figure, [data-picture]'
  return [...document.querySelectorAll<HTMLElement>('main *')].flatMap((element) => {
    const excess = element.scrollWidth - element.clientWidth
    if (excess <= 1 || element.clientWidth === 0 || element.matches(mayScroll)) return []
    const { overflowX } = getComputedStyle(element)
    if (overflowX !== 'auto' && overflowX !== 'scroll') return []
    const name = element.getAttribute('aria-label') ?? element.querySelector('caption')?.textContent
    return [`${element.tagName.toLowerCase()} « ${name ?? element.className} » by ${excess} px`]
  })
}
