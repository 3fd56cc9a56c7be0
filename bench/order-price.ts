/**
 * How soon the order page updates the price: from the press in a browser to the sum on screen, and to the same sum
 * confirmed by the server. Then the server alone, for one line and for two hundred.
 */
import { openSignedIn, withBrowser } from './support/browser.ts'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'

const quantities = 20
const requests = 200

export async function run(): Promise<Record<string, number>> {
  return withInstallation(async (portalUrl) => {
    const { makeSignedInBuyers } = await import('../e2e/support/crowd.ts')
    const { sql } = await import('../e2e/support/database.ts')
    const [buyer] = await makeSignedInBuyers(1)
    if (!buyer) throw new Error('a buyer was asked for')
    return withBrowser(async (browser) => {
      const page = await (await openSignedIn(browser, portalUrl, buyer.cookie)).newPage()
      await page.goto(`/o/${buyer.organisationId}/order`)
      const confirmed = page.locator('[data-confirmed-cents]')
      await confirmed.waitFor({ state: 'attached' })
      const [onScreen, byServer]: number[][] = [[], []]
      for (let quantity = 1; quantity <= quantities; quantity += 1) {
        // Both terms of each quantity are sums that the page has never requested.
        for (const term of [1, 2]) {
          const taken = await page.evaluate(pressAndWatch, term)
          onScreen?.push(taken.onScreen)
          byServer?.push(taken.byServer)
        }
        if (quantity < quantities) await page.getByRole('button', { name: 'Augmenter' }).click()
      }
      const [bundle] = await sql<{ id: string }[]>`select id from bundles where slug = 'essentiel-4'`
      const one = `${bundle?.id}*1*12`
      const many = Array.from({ length: 200 }, () => one).join(',')
      const address = (lines: string) =>
        `${portalUrl}/api/live/price?organisationId=${buyer.organisationId}&lines=${lines}`
      const ofOne = await times(address(one), buyer.cookie)
      const ofMany = await times(address(many), buyer.cookie)
      return {
        changes: 2 * quantities,
        onScreenP50Ms: percentile(onScreen ?? [], 0.5),
        onScreenP95Ms: percentile(onScreen ?? [], 0.95),
        confirmedP50Ms: percentile(byServer ?? [], 0.5),
        confirmedP95Ms: percentile(byServer ?? [], 0.95),
        serverLines1P95Ms: percentile(ofOne, 0.95),
        serverLines200P95Ms: percentile(ofMany, 0.95),
        goalOnScreenMs: 100,
        goalConfirmedMs: 300,
      }
    })
  })
}

/** In the page: press a term and measure the time until the sum changes, and until the server confirms it. */
function pressAndWatch(at: number): Promise<{ onScreen: number; byServer: number }> {
  return new Promise((resolve, reject) => {
    const inputs = document.querySelectorAll<HTMLInputElement>('input[name="term"]')
    const status = document.querySelector('[data-confirmed-cents]')
    const shown = () => document.querySelector('button .text-sm.font-medium')?.textContent ?? ''
    const [before, confirmedBefore] = [shown(), status?.getAttribute('data-confirmed-cents')]
    const begun = performance.now()
    let onScreen = 0
    const look = () => {
      if (onScreen === 0 && shown() !== before) onScreen = performance.now() - begun
      const said = document.querySelector('[data-confirmed-cents]')?.getAttribute('data-confirmed-cents')
      if (onScreen > 0 && said && said !== confirmedBefore) {
        observer.disconnect()
        resolve({ onScreen, byServer: performance.now() - begun })
      } else if (performance.now() - begun > 10_000) {
        observer.disconnect()
        reject(new Error('the price was not confirmed within ten seconds'))
      }
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    const input = inputs[at]
    if (!input) reject(new Error('no term is offered'))
    else input.click()
  })
}

async function times(address: string, cookie: string): Promise<number[]> {
  const taken: number[] = []
  for (let request = 0; request < requests; request += 1) {
    const begun = performance.now()
    const response = await fetch(address, { headers: { cookie } })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`the price was answered ${response.status}`)
    taken.push(performance.now() - begun)
  }
  return taken
}
