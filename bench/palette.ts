/**
 * How soon the command palette shows what 20 written queries look for: from the input in a browser to the first option.
 * Half of them search an organisation with 1,000 servers, the others the demonstration's commune. The health route, in the
 * same run, shows the share of the machine.
 */
import type { Browser, Page } from '@playwright/test'
import { openSignedIn, withBrowser } from './support/browser.ts'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'

const servers = 1_000
const rounds = 5

type Query = { text: string; first: string }

export async function run(): Promise<Record<string, number | string>> {
  return withInstallation(async (portalUrl) => {
    const { makeLargeEstate } = await import('./support/estate.ts')
    const { demonstrationOrganisation, demonstrationPerson } = await import('../e2e/support/demonstration.ts')
    const { cookieOf, openSessionOf } = await import('../e2e/support/session.ts')
    const estate = await makeLargeEstate(portalUrl, servers)
    const commune = await demonstrationOrganisation('Commune de Valmont')
    const owner = await demonstrationPerson('anne.besson@valmont.example')
    const cookie = cookieOf('portal', await openSessionOf(owner))
    return withBrowser(async (browser) => {
      const times = [
        ...(await measure(browser, portalUrl, estate.cookie, estate.organisationId, queriesOfEstate)),
        ...(await measure(browser, portalUrl, cookie, commune, await queriesOfCommune(commune))),
      ]
      const slowest = times.reduce((a, b) => (a.ms > b.ms ? a : b))
      return {
        queries: times.length,
        servers,
        p50Ms: percentile(
          times.map(({ ms }) => ms),
          0.5,
        ),
        slowestMs: Math.round(slowest.ms),
        slowest: slowest.text,
        healthP50Ms: await healthMs(portalUrl),
        goalMs: 150,
      }
    })
  })
}

const queriesOfEstate: readonly Query[] = [
  { text: 'web-0420', first: '^web-0420' },
  { text: 'serveur web-0007', first: '^web-0007' },
  { text: '10.250.1.14', first: '^web-' },
  { text: 'arrêter web-0420', first: '^Arrêter web-0420' },
  { text: 'console web-0998', first: 'web-0998' },
  { text: 'equipe-3', first: '^web-' },
  { text: 'FEC', first: '^Exports' },
  { text: 'sombre', first: 'sombre' },
  { text: 'panne', first: '^Incidents' },
  { text: 'english', first: '^English' },
]

async function queriesOfCommune(organisationId: string): Promise<Query[]> {
  const { sql } = await import('../e2e/support/database.ts')
  const [known] = await sql<{ document: string; order: string }[]>`
    select (select number from billing_documents where organisation_id = ${organisationId} and number is not null limit 1) as document,
      (select number from orders where organisation_id = ${organisationId} and number is not null limit 1) as order`
  if (!known) throw new Error('the demonstration has documents and orders')
  return [
    { text: 'facture', first: '^Factures' },
    { text: known.document, first: known.document },
    { text: known.order, first: known.order },
    { text: 'crédit', first: '^Crédits' },
    { text: 'support', first: '^Assistance' },
    { text: 'prélèvement', first: '^Paiement' },
    { text: 'mot de passe', first: '^Mot de passe' },
    { text: 'membre odile', first: '^Odile' },
    { text: 'arrêter portail', first: '^Arrêter portail' },
    { text: 'portail-citoyen-01', first: '^portail-citoyen-01' },
  ]
}

async function measure(
  browser: Browser,
  portalUrl: string,
  cookie: string,
  organisationId: string,
  queries: readonly Query[],
) {
  const context = await openSignedIn(browser, portalUrl, cookie)
  const page = await context.newPage()
  await page.goto(`/o/${organisationId}`)
  await page.waitForLoadState('networkidle')
  const found: { text: string; ms: number }[] = []
  for (const query of queries) {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) times.push(await ask(page, query))
    const ms = percentile(times, 0.5)
    console.error(`${query.text}: ${Math.round(ms)} ms`)
    found.push({ text: query.text, ms })
  }
  await context.close()
  return found
}

async function ask(page: Page, query: Query): Promise<number> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  const ms = await page.evaluate(writeAndWatch, query)
  await page.keyboard.press('Escape')
  await page.locator('[role=combobox]').waitFor({ state: 'detached' })
  return ms
}

/** In the page: write the query, and measure the time until the first option is the one wanted. */
function writeAndWatch({ text, first }: Query): Promise<number> {
  return new Promise((resolve, reject) => {
    const box = document.querySelector<HTMLInputElement>('[role=combobox]')
    if (!box) return reject(new Error('the palette is closed'))
    const begun = performance.now()
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    write?.call(box, text)
    box.dispatchEvent(new Event('input', { bubbles: true }))
    const look = () => {
      const shown = document.querySelector('[role=option]')?.textContent ?? ''
      if (new RegExp(first).test(shown)) return resolve(performance.now() - begun)
      if (performance.now() - begun > 5_000) return reject(new Error(`${text} shows ${shown}`))
      requestAnimationFrame(look)
    }
    look()
  })
}

async function healthMs(portalUrl: string): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 50; round += 1) {
    const begun = performance.now()
    await (await fetch(`${portalUrl}/api/health`)).text()
    times.push(performance.now() - begun)
  }
  return percentile(times, 0.5)
}
