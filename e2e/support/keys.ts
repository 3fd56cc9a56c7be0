import { expect, type Locator, type Page } from '@playwright/test'
import { tabTo } from './hands'

/** Moves to `target` by Tab, checks that its focus is visible, and presses `key`. */
export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, () => target)
  expect(await focusFault(page)).toBeNull()
  await page.keyboard.press(key)
}

/** Moves to `field` by Tab and replaces its content. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, () => field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

const nowhere = 'the focus is on nothing'

/** What is wrong with the current focus: on no element, without a ring, or covered. */
export function focusFault(page: Page): Promise<string | null> {
  return page.evaluate((nowhere) => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return nowhere
    const name = `${element.tagName.toLowerCase()} « ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)} »`
    // A styled radio or chip shows the focus of its hidden input.
    const shown = [element, element.closest('label')].filter((each) => each instanceof HTMLElement)
    const hasRing = shown.some((each) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(each)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    })
    // The parts of a date input take the focus, each with the browser's own mark.
    const isDate = element.getAttribute('type') === 'date'
    if (!hasRing && !isDate) return `${name} has the focus and shows no ring`
    const { left, top, width, height } = (shown.at(-1) ?? element).getBoundingClientRect()
    const [x, y] = [left + Math.min(width, 20) / 2, top + Math.min(height, 20) / 2]
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `${name} has the focus out of sight`
    const onTop = document.elementFromPoint(x, y)
    const isSeen = shown.some((each) => each.contains(onTop) || onTop?.contains(each))
    return isSeen ? null : `${name} has the focus under ${onTop?.tagName.toLowerCase()}`
  }, nowhere)
}

/**
 * Presses Tab from the top of the page to its end and returns the faults on the way; if the end is never reached,
 * the focus is trapped.
 */
export function walkPage(page: Page): Promise<string[]> {
  return walkOn(page, 4)
}

/** The same from the page's content on, through the skip link: the layout is walked once elsewhere. */
export async function walkContent(page: Page): Promise<string[]> {
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused()
  await page.keyboard.press('Enter')
  return walkOn(page, 1)
}

/** A long list has many stops; a trap never ends. */
const stopsMax = 700

async function walkOn(page: Page, leastStops: number): Promise<string[]> {
  const faults = new Set<string>()
  for (let stops = 0; stops < stopsMax; stops += 1) {
    await page.keyboard.press('Tab')
    const fault = await focusFault(page)
    if (fault === nowhere) return stops >= leastStops ? [...faults] : [...faults, `only ${stops} stops`]
    if (fault) faults.add(fault)
  }
  return [...faults, 'Tab does not leave the page']
}
