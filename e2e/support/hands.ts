import { expect, type Locator, type Page, type Request } from '@playwright/test'

/** Counts the clicks and keys that this page receives, across navigations within the site. */
export async function countTouches(page: Page): Promise<void> {
  await page.evaluate(() => {
    const counts = { clicks: 0, keys: 0 }
    Object.assign(window, { touches: counts })
    addEventListener('click', (event) => (counts.clicks += event.isTrusted ? 1 : 0), true)
    addEventListener('keydown', () => (counts.keys += 1), true)
  })
}

export const touches = (page: Page): Promise<{ clicks: number; keys: number }> =>
  page.evaluate(() => (window as unknown as { touches: { clicks: number; keys: number } }).touches)

/** Presses Tab until `target` exists and has the focus; fails when a full round did not reach it. */
export async function tabTo(page: Page, target: () => Locator): Promise<void> {
  await target().first().waitFor({ state: 'attached' })
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target().evaluateAll((found) => found.some((each) => each === document.activeElement))) return
    await page.keyboard.press('Tab')
  }
  await expect(target(), 'reached by Tab').toBeFocused()
}

/**
 * Presses a shortcut once the page announces it: earlier it would be lost. `g c` is two keys, which work as soon as those of
 * the search do: the page it leads to may be in another room of the menu.
 */
export async function pressShortcut(page: Page, keys: string): Promise<void> {
  const announced = keys.startsWith('g ')
    ? '[aria-keyshortcuts*="Control+K"]'
    : `[aria-keyshortcuts="${keys}"]`
  await page.locator(announced).first().waitFor({ state: 'attached' })
  for (const key of keys.split(' ')) await page.keyboard.press(key)
}

/**
 * The page's requests from now on; `idle` once it has loaded, has no pending requests and no work left. Unlike
 * Playwright's idle network it does not wait half a second for later requests.
 */
export function followTraffic(page: Page): { idle(): Promise<void> } {
  const asked = new Set<Request>()
  page.on('request', (request) => {
    // Requests of the previous document may never report their end.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) asked.clear()
    // A stream ends with its page.
    if (request.resourceType() !== 'eventsource') asked.add(request)
  })
  const forget = (request: Request) => asked.delete(request)
  page.on('requestfinished', forget).on('requestfailed', forget)
  // After a resize with nothing to draw, a browser may never report idle: it is idle.
  const isIdle = () =>
    page.evaluate(
      () => new Promise<true>((resolve) => requestIdleCallback(() => resolve(true), { timeout: 1_000 })),
    )
  return {
    async idle() {
      await page.waitForLoadState('load')
      // Idle callbacks of the page may send further requests.
      for (let quietTurns = 0; quietTurns < 2; quietTurns += 1) {
        await isIdle()
        if (asked.size > 0) quietTurns = -1
      }
    },
  }
}

/**
 * From its next document on, this page prefetches each link's target once, on any page. The same navigation is on
 * every page; without this each would prefetch thirty targets.
 */
export async function fetchAheadOnce(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ask = window.fetch
    window.fetch = (input, init) => {
      const headers = new Headers(init?.headers)
      if (!headers.has('next-router-prefetch')) return ask(input, init)
      const url = new URL(input instanceof Request ? input.url : input, location.href)
      url.searchParams.delete('_rsc')
      const key = `ahead ${url} ${headers.get('next-router-segment-prefetch')}`
      // Understood by the client as success without content.
      if (sessionStorage.getItem(key)) return Promise.resolve(new Response(null, { status: 204 }))
      sessionStorage.setItem(key, 'asked')
      return ask(input, init)
    }
  })
}
