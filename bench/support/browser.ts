import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { findChromium } from '../../bin/lib/test/browser.ts'

/** Runs `work` in a new browser: this machine's Chromium, or CHROMIUM_PATH. */
export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}

/** A French context that is signed in by this Cookie header. */
export async function openSignedIn(
  browser: Browser,
  baseURL: string,
  cookie: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL, locale: 'fr-FR' })
  const [name = '', ...value] = cookie.split('=')
  await context.addCookies([{ name, value: value.join('='), url: baseURL }])
  // The loader of benches wraps functions in a helper that pages lack.
  await context.addInitScript('globalThis.__name = (named) => named')
  return context
}
