import type { Browser, Page } from '@playwright/test'

const liveWithinMs = 45_000

/**
 * Waits until every part of the page is hydrated: later presses and keys are not lost. The server-rendered page
 * looks the same before; lazily loaded parts hydrate one by one, so a mark on the page's frame is not sufficient.
 */
export async function untilLive(page: Page): Promise<void> {
  try {
    await page.waitForFunction(isLive, undefined, { timeout: liveWithinMs })
  } catch (cause) {
    throw new Error(`${page.url()} does not listen within ${liveWithinMs} ms`, { cause })
  }
}

/** Asks React itself, in the browser, which parts of the document are not hydrated yet. */
function isLive(): boolean | Promise<boolean> {
  type Fiber = {
    tag: number
    memoizedState: { isDehydrated?: boolean; dehydrated?: unknown } | null
    child: Fiber | null
    sibling: Fiber | null
    stateNode: { current: Fiber }
  }
  // Not one of our pages: a file, or the page of a provider.
  if (!('__next_f' in window)) return true
  const key = Object.keys(document).find((name) => name.startsWith('__reactContainer$'))
  if (key === undefined) return false
  const root = (document as unknown as Record<string, Fiber>)[key]?.stateNode.current
  if (!root || root.memoizedState?.isDehydrated) return false
  const boundaries = [13, 31]
  const left: Fiber[] = [root]
  for (let fiber = left.pop(); fiber; fiber = left.pop()) {
    if (boundaries.includes(fiber.tag) && fiber.memoizedState?.dehydrated) return false
    if (fiber.sibling) left.push(fiber.sibling)
    if (fiber.child) left.push(fiber.child)
  }
  // Effects after hydration, such as key listeners, run just after; for the limit see `followTraffic`.
  return new Promise((resolve) => requestIdleCallback(() => resolve(true), { timeout: 1_000 }))
}

/** From now on, opening or reloading a page of this browser waits for its hydration. */
export function waitForLivePages(browser: Browser): void {
  const open = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await open(options)
    context.on('page', waitWhenLoaded)
    await context.addInitScript(keepAnnouncementsApart)
    return context
  }
}

function waitWhenLoaded(page: Page): void {
  const [goTo, reload] = [page.goto.bind(page), page.reload.bind(page)]
  page.goto = (...given) => thenLive(page, goTo(...given))
  page.reload = (...given) => thenLive(page, reload(...given))
}

/**
 * A page's title is announced some time after its arrival, in a separate element: a text lookup could then match
 * twice.
 */
function keepAnnouncementsApart(): void {
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (init) {
    return attach.call(this, this.localName === 'next-route-announcer' ? { ...init, mode: 'closed' } : init)
  }
}

async function thenLive<T>(page: Page, navigation: Promise<T>): Promise<T> {
  const response = await navigation
  await untilLive(page)
  return response
}
