/**
 * Largest contentful paint and layout shift of the main pages of the demonstration, each in a browser with an empty
 * cache, median of three; then the time from an input to the next paint on the order page, the longest of each kind.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { withBrowser } from './support/browser.ts'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'

const loads = 3
const settledMs = 500
const wanted = {
  landing: '/',
  home: '/o/[org]',
  order: '/o/[org]/order',
  servers: '/o/[org]/instances',
  server: '/o/[org]/instances/[id]',
  invoices: '/o/[org]/billing',
  costs: '/o/[org]/billing/costs',
  sla: '/o/[org]/sla',
  journal: '/o/[org]/audit',
  moderation: '/operator/moderation',
  zone: '/operator/inventory/zones/[zone]',
}

/** Text, because this file's loader wraps functions in a helper that pages lack. Events shorter than 16 ms are not reported. */
const observers = `
  globalThis.paint = { lcp: 0, cls: 0, inp: 0 }
  const observe = (type, take, more) => new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, buffered: true, ...more })
  observe('largest-contentful-paint', (entry) => { paint.lcp = entry.startTime })
  observe('layout-shift', (entry) => { if (!entry.hadRecentInput) paint.cls += entry.value })
  observe('event', (entry) => { if (entry.interactionId) paint.inp = Math.max(paint.inp, entry.duration) },
    { durationThreshold: 16 })`

type Paint = { lcp: number; cls: number; inp: number }
const readPaint = (page: Page) => page.evaluate('paint') as Promise<Paint>

export async function run(): Promise<Record<string, number>> {
  return withInstallation(() => withBrowser(measure))
}

async function measure(browser: Browser): Promise<Record<string, number>> {
  const { pageAddresses } = await import('../e2e/support/page-addresses.ts')
  const { demonstrationPerson, demonstrationStaff } = await import('../e2e/support/demonstration.ts')
  const { siteUrl } = await import('../e2e/support/installation-facts.ts')
  const { signIn } = await import('../e2e/support/session.ts')
  const addresses = [...(await pageAddresses('portal')), ...(await pageAddresses('operator'))]
  const people = {
    nobody: null,
    member: await demonstrationPerson('anne.besson@valmont.example'),
    staff: await demonstrationStaff('admin@andromede.example'),
  }
  const openContext = async (visitor: keyof typeof people): Promise<BrowserContext> => {
    const context = await browser.newContext({
      locale: 'fr-FR',
      viewport: { width: 1440, height: 900 },
    })
    await context.addInitScript(observers)
    const person = people[visitor]
    if (person) await signIn(context, person)
    return context
  }
  const figures: Record<string, number> = {}
  let orderUrl = ''
  for (const [name, path] of Object.entries(wanted)) {
    const found = addresses.find((each) => each.path === path)
    if (!found) throw new Error(`no page ${path}`)
    const url = siteUrl(found.surface) + found.address
    if (name === 'order') orderUrl = url
    // The site compiles a page's code at its first request.
    await load(await openContext(found.visitor), url)
    const paints: Paint[] = []
    for (let turn = 0; turn < loads; turn += 1) paints.push(await load(await openContext(found.visitor), url))
    const lcps = paints.map(({ lcp }) => lcp)
    figures[`${name}LcpMs`] = Math.round(percentile(lcps, 0.5))
    figures[`${name}Cls`] = Math.round(Math.max(...paints.map(({ cls }) => cls)) * 1_000) / 1_000
    console.error(name, figures[`${name}LcpMs`], figures[`${name}Cls`])
  }
  const page = await (await openContext('member')).newPage()
  await page.goto(orderUrl, { waitUntil: 'networkidle' })
  Object.assign(figures, await interact(page))
  return figures
}

async function load(context: BrowserContext, url: string): Promise<Paint> {
  const page = await context.newPage()
  await page.goto(url)
  await wait(settledMs)
  const paint = await readPaint(page)
  await context.close()
  return paint
}

async function interact(page: Page): Promise<Record<string, number>> {
  const radios = (name: string) => page.locator(`input[type=radio][name=${name}]:not(:disabled)`)
  const pressAll = async (name: string) => {
    const count = Math.min(4, await radios(name).count())
    for (let at = 0; at < count; at += 1) await radios(name).nth(at).click({ force: true })
  }
  const acts: Record<string, () => Promise<void>> = {
    family: () => pressAll('family'),
    bundle: () => pressAll('bundle'),
    zone: () => pressAll('zone'),
    term: () => pressAll('term'),
    typing: () => page.locator('input[name=name]').pressSequentially('-essai', { delay: 30 }),
    addLine: () => page.getByRole('button', { name: 'Ajouter une ligne' }).click(),
  }
  const figures: Record<string, number> = {}
  for (const [name, act] of Object.entries(acts)) {
    await page.evaluate('paint.inp = 0')
    await act()
    await wait(settledMs)
    figures[`${name}InpMs`] = (await readPaint(page)).inp
  }
  return figures
}
