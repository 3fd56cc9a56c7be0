import { cx } from '../cx'

/** The look of a tab; lists of tabs scroll sideways where they do not fit. */
export const tabClass = (isCurrent: boolean): string =>
  cx(
    '-mb-px inline-flex min-h-10 items-center border-b-2 px-3 whitespace-nowrap',
    isCurrent ? 'border-amber-ink font-semibold text-ink' : 'border-transparent text-ink-2 hover:text-ink',
  )

/**
 * On a phone the current tab may be scrolled out of view. `scrollIntoView` would also move the starting point of Tab
 * there, past the skip link.
 */
export function showTab(link: HTMLElement | null): void {
  const frame = link?.closest('nav')
  if (!link || !frame) return
  const [tab, around] = [link.getBoundingClientRect(), frame.getBoundingClientRect()]
  frame.scrollLeft += tab.left + tab.width / 2 - (around.left + around.width / 2)
}
