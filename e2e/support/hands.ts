import { expect, type Locator, type Page, type Request } from '@playwright/test'

/** Counts the clicks and keys that this page receives, across navigations inside the site. */
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

/** Presses Tab until `target`, once it is there, has the focus; fails when a whole round did not meet it. */
export async function tabTo(page: Page, target: () => Locator): Promise<void> {
  await target().first().waitFor({ state: 'attached' })
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target().evaluateAll((found) => found.some((each) => each === document.activeElement))) return
    await page.keyboard.press('Tab')
  }
  await expect(target(), 'reached by Tab').toBeFocused()
}

/** Presses a shortcut once the page announces it: before that it would be lost. `g c` is two keys. */
export async function pressShortcut(page: Page, keys: string): Promise<void> {
  await page.locator(`[aria-keyshortcuts="${keys}"]`).first().waitFor({ state: 'attached' })
  for (const key of keys.split(' ')) await page.keyboard.press(key)
}

/**
 * What a page asks for from now on; `settled` once it has loaded, asks for nothing more and has no work left. Unlike
 * Playwright's idle network it does not wait half a second for what may still come.
 */
export function followTraffic(page: Page): { settled(): Promise<void> } {
  const asked = new Set<Request>()
  page.on('request', (request) => {
    // Of what the document before still asked for, nobody may say how it ended.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) asked.clear()
    asked.add(request)
  })
  const forget = (request: Request) => asked.delete(request)
  page.on('requestfinished', forget).on('requestfailed', forget)
  // A browser that has nothing to draw after its window changed may never say that it is idle: it is, and draws no more.
  const isIdle = () =>
    page.evaluate(
      () => new Promise<true>((resolve) => requestIdleCallback(() => resolve(true), { timeout: 1_000 })),
    )
  return {
    async settled() {
      await page.waitForLoadState('load')
      // What the page does when it has time may ask for more.
      for (let quietTurns = 0; quietTurns < 2; quietTurns += 1) {
        await isIdle()
        if (asked.size > 0) quietTurns = -1
      }
    },
  }
}

/**
 * From its next document on this page fetches ahead once what stands behind a link, on whatever page it meets the link
 * again. The same navigation stands on every page; without this each asks for thirty others.
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
      // As the client understands it: nothing to keep, and nothing wrong.
      if (sessionStorage.getItem(key)) return Promise.resolve(new Response(null, { status: 204 }))
      sessionStorage.setItem(key, 'asked')
      return ask(input, init)
    }
  })
}
