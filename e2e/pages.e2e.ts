import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from '@playwright/test'
import type axe from 'axe-core'
import { demonstrationPerson, demonstrationStaff } from './support/demonstration'
import { fetchAheadOnce, followTraffic } from './support/hands'
import { siteUrl, type WebSurface } from './support/installation-facts'
import { type PageAddress, pageAddresses, type Visitor } from './support/page-addresses'
import { signIn } from './support/session'
import { expect, test } from './support/test'

// A trace keeps the document before and after each step, which costs more than judging it; what fails here names its page.
test.use({ trace: 'off' })

const surfaces: readonly WebSurface[] = ['portal', 'operator']
const locales = ['fr', 'en'] as const
/** As the server draws it; the other theme is one class away, and its colours are the same in both languages. */
const themeOf = { fr: 'light', en: 'dark' } as const
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const ofWordsAndColours = [
  'color-contrast',
  'html-has-lang',
  'valid-lang',
  'document-title',
  'button-name',
  'link-name',
  'label',
  'image-alt',
  'empty-heading',
]
/** Brought by the browser with each document: given to it page by page, half a megabyte went over the wire each time. */
const judge = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** The pages of a surface go in this many parts, so that two run at once and none takes long. */
const parts = [0, 1, 2]

for (const surface of surfaces) {
  for (const [part, locale] of parts.flatMap((part) => locales.map((locale) => [part, locale] as const))) {
    test(`every page of the ${surface}, part ${part + 1}, ${locale}: accessible, quiet, fits a phone`, async ({
      page,
      context,
    }) => {
      test.setTimeout(300_000)
      const pages = inVisitOrder(await pageAddresses(surface)).filter(
        (_, index) => index % parts.length === part,
      )
      expect(pages.length).toBeGreaterThan(4)
      const theme = themeOf[locale]
      await prefer(context, { locale, theme })
      await fetchAheadOnce(page)
      await page.addInitScript({ content: judge })
      const traffic = followTraffic(page)
      for (const [index, each] of pages.entries()) {
        await test.step(each.path, async () => {
          await visitAs(context, each.visitor)
          await open(page, each)
          await traffic.settled()
          const html = page.locator('html')
          await expect.soft(html).toHaveAttribute('lang', locale)
          await expect.soft(html).toHaveClass(theme)
          await expect.soft(page.getByRole('heading', { level: 1 }), each.path).toHaveCount(1)
          const found = await violations(page, locale, index === 0)
          expect.soft(found, `${each.path}, ${theme}`).toEqual([])
          await expectNoSidewaysScroll(page, each)
        })
      }
    })
  }
}

for (const surface of surfaces)
  for (const locale of locales)
    test(`every page of the ${surface} has a title of its own, ${locale}`, async ({ context }) => {
      await prefer(context, { locale, theme: 'light' })
      const titles = new Map<string, string>()
      for (const { path, address, visitor } of inVisitOrder(await pageAddresses(surface))) {
        await visitAs(context, visitor)
        const html = await (await context.request.get(`${siteUrl(surface)}${address}`)).text()
        const title = /<title>([^<]+)<\/title>/.exec(html)?.[1] ?? ''
        expect.soft(titles.get(title), `« ${title} », the title of ${path}`).toBeUndefined()
        titles.set(title, path)
      }
      expect(titles.size).toBeGreaterThan(8)
    })

async function prefer(context: BrowserContext, preferences: { locale: string; theme: string }) {
  for (const surface of surfaces) {
    const cookies = Object.entries(preferences)
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: siteUrl(surface) })))
  }
}

/** One sign-in serves all the pages that need it. */
function inVisitOrder(pages: readonly PageAddress[]): PageAddress[] {
  const order: readonly Visitor[] = ['nobody', 'member', 'staff']
  return [...pages].sort((a, b) => order.indexOf(a.visitor) - order.indexOf(b.visitor))
}

async function visitAs(context: BrowserContext, visitor: Visitor) {
  const signedIn = (await context.cookies()).some(({ name }) => /^andromede-(portal|operator)$/.test(name))
  if (visitor === 'nobody' || signedIn) return
  await signIn(
    context,
    visitor === 'member'
      ? await demonstrationPerson('anne.besson@valmont.example')
      : await demonstrationStaff('admin@andromede.example'),
  )
}

async function open(page: Page, { address, surface, path }: PageAddress) {
  await page.setViewportSize({ width: 1440, height: 900 })
  const response = await page.goto(`${siteUrl(surface)}${address}`)
  expect(response?.status(), path).toBe(200)
  expect(new URL(page.url()).pathname, `${path} led elsewhere`).toBe(address.replace(/\?.*$/, ''))
}

/**
 * Both languages have one structure, which is judged once: in English what depends on words and on the other theme.
 *
 * @param withSheets reads the style sheets too, for what no element shows: all pages of a surface have the same ones
 */
async function violations(page: Page, locale: (typeof locales)[number], withSheets: boolean) {
  const rules: axe.RunOnly =
    locale === 'fr' ? { type: 'tag', values: wcag } : { type: 'rule', values: ofWordsAndColours }
  // Frames are of other origins, of which the content security policy allows none.
  const options: axe.RunOptions = {
    runOnly: rules,
    // Without this it also says where on the page each rule held.
    resultTypes: ['violations'],
    preload: withSheets,
    iframes: false,
  }
  const found = await page.evaluate(
    (asked) => (window as unknown as { axe: typeof axe }).axe.run(document, asked),
    options,
  )
  return found.violations.map(
    ({ id, nodes }) => `${id}, ${nodes.length} times, first at ${nodes[0]?.target.join(' ')}`,
  )
}

async function expectNoSidewaysScroll(page: Page, { path }: PageAddress) {
  for (const width of [390, 360]) {
    await page.setViewportSize({ width, height: 800 })
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect.soft(overflow, `${path} is wider than ${width} px by`).toBeLessThanOrEqual(0)
  }
}
