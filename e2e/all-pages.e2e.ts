import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from '@playwright/test'
import type axe from 'axe-core'
import { demonstrationOrganisation, demonstrationPerson, demonstrationStaff } from './support/demonstration'
import { fetchAheadOnce, followTraffic } from './support/hands'
import { siteUrl, type WebSurface } from './support/installation-facts'
import { coloursKnown, markKnownColours } from './support/known-colours'
import { type PageAddress, pageAddresses, type Visitor } from './support/page-addresses'
import { signIn } from './support/session'
import { sidewaysElements } from './support/sideways'
import { expect, test } from './support/test'

// Traces keep the document before and after each step, which costs more than the checks; failures here name their
// page.
test.use({ trace: 'off' })

const surfaces: readonly WebSurface[] = ['portal', 'operator']
type Language = 'fr' | 'en'
const otherThan = { fr: 'en', en: 'fr' } as const
/**
 * The server's theme by language: the other theme is one class away, and its colours are the same in both languages.
 */
const themeOf = { fr: 'light', en: 'dark' } as const
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const textAndColourRules = [
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
/** From the largest on which a row of a table is a block to the smallest. */
const phones = [620, 390, 360]
const wide = { width: 1440, height: 900 }
/** Injected by the browser into each document: passed page by page, half a megabyte went over the wire each time. */
const judge = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// The longest tests of all; the name of this file makes them start first.
for (const surface of surfaces) {
  test(`every page of the ${surface}, in both languages: accessible, without console errors, fits a phone, has a unique title`, async ({
    page,
    context,
  }) => {
    test.setTimeout(900_000)
    const pages = inVisitOrder(await pageAddresses(surface))
    expect(pages.length).toBeGreaterThan(20)
    await fetchAheadOnce(page)
    await page.addInitScript({ content: judge })
    const traffic = followTraffic(page)
    const titles = { fr: new Map<string, string>(), en: new Map<string, string>() }
    const shellsSeen = new Set<string>()
    for (const [index, each] of pages.entries()) {
      await test.step(each.path, async () => {
        await visitAs(context, each.visitor)
        // Each page is rendered in one language and switched to the other in place; the next page starts with the
        // other one.
        const first: Language = index % 2 === 0 ? 'fr' : 'en'
        await prefer(context, first)
        await open(page, each)
        for (const language of [first, otherThan[first]]) {
          if (language !== first) await turnInto(page, context, language)
          await traffic.idle()
          const title = await expectLanguage(page, language, each)
          expect.soft(titles[language].get(title), `« ${title} », the title of ${each.path}`).toBeUndefined()
          titles[language].set(title, each.path)
          const shell = `${each.visitor} ${language}`
          const found = await violations(page, language, { withShell: !shellsSeen.has(shell) })
          expect.soft(found, `${each.path}, ${language}`).toEqual([])
          shellsSeen.add(shell)
          await expectNoSidewaysScroll(page, each)
        }
      })
    }
  })
}

for (const surface of surfaces) {
  test(`every 404 page of the ${surface} is accessible in both languages and both themes`, async ({
    browser,
  }) => {
    test.setTimeout(180_000)
    // The watched page of a test may not meet a 404.
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.addInitScript({ content: judge })
    for (const { address, visitor } of await missingAddresses(surface)) {
      await visitAs(context, visitor)
      for (const locale of ['fr', 'en'] as const)
        for (const theme of ['light', 'dark'] as const) {
          await setPreferences(context, { locale, theme })
          const response = await page.goto(`${siteUrl(surface)}${address}`)
          expect.soft(response?.status(), address).toBe(404)
          await expect(page.locator('main h1'), address).toHaveCount(1)
          expect.soft(await page.locator('main').count(), `${address}: mains`).toBe(1)
          const found = await violations(page, 'fr', { withShell: true })
          expect.soft(found, `${address}, ${locale}, ${theme}`).toEqual([])
        }
    }
  })
}

/** Addresses of nothing, with their visitor. */
async function missingAddresses(surface: WebSurface): Promise<{ address: string; visitor: Visitor }[]> {
  const secret = 'z'.repeat(43)
  if (surface === 'operator')
    return [
      { address: '/operator/nulle-part', visitor: 'staff' },
      { address: '/operator/organisations/org_absente', visitor: 'staff' },
    ]
  const org = await demonstrationOrganisation('Commune de Valmont')
  return [
    { address: '/nulle-part', visitor: 'nobody' },
    { address: `/devis/${secret}`, visitor: 'nobody' },
    { address: `/invitation/${secret}`, visitor: 'nobody' },
    { address: '/o/org_absente/orders', visitor: 'member' },
    { address: `/o/${org}/orders/ord_absente`, visitor: 'member' },
    { address: `/o/${org}/nulle-part`, visitor: 'member' },
  ]
}

const prefer = (context: BrowserContext, language: Language) =>
  setPreferences(context, { locale: language, theme: themeOf[language] })

async function setPreferences(
  context: BrowserContext,
  preferences: { locale: Language; theme: 'light' | 'dark' },
) {
  for (const surface of surfaces) {
    const cookies = Object.entries(preferences)
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: siteUrl(surface) })))
  }
}

/** Uses the page's switch on a phone, then widens the window; the colours have changed too when this returns. */
async function turnInto(page: Page, context: BrowserContext, language: Language) {
  await prefer(context, language)
  await page.locator(`button[lang="${language}"]`).first().dispatchEvent('click')
  // A title that depends on the content arrives with the last of it.
  await page.waitForFunction(
    (wanted) => document.documentElement.lang === wanted && document.title !== '',
    language,
  )
  await page.setViewportSize(wide)
  await page.evaluate(() => {
    const changing = () => document.getAnimations().filter((each) => each instanceof CSSTransition)
    // Elements that inherit colours change after their ancestors.
    for (let turn = 0; turn < 20 && changing().length > 0; turn += 1)
      for (const each of changing()) each.finish()
  })
}

/** One sign-in serves all pages that need it. */
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
  await page.setViewportSize(wide)
  const response = await page.goto(`${siteUrl(surface)}${address}`)
  expect(response?.status(), path).toBe(200)
  expect(new URL(page.url()).pathname, `${path} led elsewhere`).toBe(address.replace(/\?.*$/, ''))
}

/** @returns the title of the page */
async function expectLanguage(page: Page, language: Language, { path }: PageAddress): Promise<string> {
  const { title, repeated, ...seen } = await page.evaluate(() => ({
    language: document.documentElement.lang,
    themes: document.documentElement.className,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    repeated: [...document.querySelectorAll('h2')]
      .map(({ textContent }) => textContent)
      .filter((text) => text === document.querySelector('h1')?.textContent),
  }))
  expect.soft(repeated, `${path}: cards with the name of their page`).toEqual([])
  expect
    .soft(seen, path)
    .toEqual({ language, themes: expect.stringContaining(themeOf[language]), headings: 1 })
  return title
}

/**
 * Both languages have the same structure, which is checked once; English adds the checks that depend on text and
 * theme. The layout has the same colours on all pages of a visitor.
 *
 * @param options.withShell also checks the layout's colours, and the style sheets for rules that match no element
 */
async function violations(page: Page, language: Language, { withShell }: { withShell: boolean }) {
  const rules: axe.RunOnly =
    language === 'fr' ? { type: 'tag', values: wcag } : { type: 'rule', values: textAndColourRules }
  // Frames would be of other origins, which the content security policy forbids.
  const options: axe.RunOptions = {
    runOnly: rules,
    // Otherwise the result lists every element that passed.
    resultTypes: ['violations'],
    preload: withShell,
    iframes: false,
  }
  const within = withShell ? 'body' : 'main'
  await page.evaluate(markKnownColours, { mark: coloursKnown, within })
  const found = await page.evaluate(
    ([asked, coloured]) => {
      const here = window as unknown as { axe: typeof axe }
      here.axe.configure({ rules: [{ id: 'color-contrast', selector: coloured }] })
      return here.axe.run(document, asked)
    },
    [options, `${within} :not([${coloursKnown}])`] as const,
  )
  return found.violations.map(
    ({ id, nodes }) => `${id}, ${nodes.length} times, first at ${nodes[0]?.target.join(' ')}`,
  )
}

async function expectNoSidewaysScroll(page: Page, { path }: PageAddress) {
  for (const width of phones) {
    await page.setViewportSize({ width, height: 800 })
    const sideways = await page.evaluate(sidewaysElements)
    const { overflow, wrapped } = await page.evaluate(() => ({
      wrapped: [...document.querySelectorAll('main nav')].flatMap((row) => {
        const links = [...row.querySelectorAll('a')].map((each) => each.getBoundingClientRect())
        const pairs = links.flatMap((one, at) => links.slice(at + 1).map((other) => [one, other] as const))
        const areBelow = pairs.map(([one, other]) => other.top >= one.bottom || one.top >= other.bottom)
        // A list of links, all below one another, is no row.
        const isWrapped = areBelow.includes(true) && areBelow.includes(false)
        return isWrapped && row.querySelector('a[aria-current]') ? [row.getAttribute('aria-label')] : []
      }),
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }))
    expect.soft(sideways, `${path}: what must be scrolled sideways at ${width} px`).toEqual([])
    expect.soft(wrapped, `${path}: rows of links on several lines at ${width} px`).toEqual([])
    expect.soft(overflow, `${path} is wider than ${width} px by`).toBeLessThanOrEqual(0)
  }
}
