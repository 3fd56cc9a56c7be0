import type { Browser, Page } from '@playwright/test'

const liveWithinMs = 45_000

/**
 * The page listens, each part of it: what is pressed or typed from now on is not lost. What the server has drawn looks the same
 * before; parts whose code comes later are taken over one by one, so that a mark in the frame of the page says nothing of them.
 */
export async function untilLive(page: Page): Promise<void> {
  try {
    await page.waitForFunction(isLive, undefined, { timeout: liveWithinMs })
  } catch (cause) {
    throw new Error(`${page.url()} does not listen within ${liveWithinMs} ms`, { cause })
  }
}

/** Asks React itself, in the browser, which parts of the document it has not taken over yet. */
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
  // What a part does once it stands, such as listening for keys, comes just after; for the limit see `followTraffic`.
  return new Promise((resolve) => requestIdleCallback(() => resolve(true), { timeout: 1_000 }))
}

/** From now on whoever opens a page of this browser, or loads it again, goes on once it listens. */
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

/** The title of a page is read out some time after it came, from an element of its own: a text looked for by then would stand twice. */
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
