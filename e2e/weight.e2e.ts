import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { demonstrationPerson, demonstrationStaff } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { pageAddresses } from './support/page-addresses'
import { signIn } from './support/session'
import { expect, test } from './support/test'

/** An empty application of this framework weighs 134 kB; the rest is ours. */
const limitsKb = { order: 190, other: 175 }

test('no page loads more initial JavaScript than its limit', async ({ page, context }) => {
  const pages = [...(await pageAddresses('portal')), ...(await pageAddresses('operator'))].sort((a, b) =>
    a.visitor.localeCompare(b.visitor),
  )
  const byWeight: { path: string; kb: number; limit: number }[] = []
  const gzipped = new Map<string, number>()
  for (const visitor of ['nobody', 'member', 'staff'] as const) {
    if (visitor === 'member') await signIn(context, await demonstrationPerson('anne.besson@valmont.example'))
    if (visitor === 'staff') await signIn(context, await demonstrationStaff('admin@andromede.example'))
    for (const each of pages.filter((one) => one.visitor === visitor)) {
      const bytes = await firstScripts(page, `${siteUrl(each.surface)}${each.address}`, gzipped)
      const limit = each.path === '/o/[org]/order' ? limitsKb.order : limitsKb.other
      byWeight.push({ path: each.path, kb: Math.round(bytes / 100) / 10, limit })
    }
  }
  byWeight.sort((a, b) => b.kb - a.kb)
  console.log('JavaScript on first load, kB gzip')
  for (const { path, kb, limit } of byWeight) console.log(`${String(kb).padStart(7)} of ${limit}  ${path}`)
  expect(byWeight.filter(({ kb, limit }) => kb > limit)).toEqual([])
})

/** The scripts in the page's HTML, as fetched by a browser with an empty cache; bytes, gzip. */
async function firstScripts(page: Page, url: string, known: Map<string, number>): Promise<number> {
  const html = await (await page.request.get(url)).text()
  const sources = new Set(
    [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js[^"]*)"[^>]*>/g)]
      .filter(([tag]) => !/noModule/i.test(tag))
      .map(([, source]) => source as string),
  )
  expect(sources.size, url).toBeGreaterThan(3)
  let total = 0
  for (const source of sources) {
    const address = new URL(source, url).toString()
    const bytes = known.get(address) ?? gzipSync(await (await page.request.get(address)).body()).length
    known.set(address, bytes)
    total += bytes
  }
  return total
}
