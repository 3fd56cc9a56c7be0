import { demonstrationPerson, demonstrationStaff } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { pageAddresses } from './support/page-addresses'
import { signIn } from './support/session'
import { expect, test } from './support/test'

/** Above it a reader presses what was not there a moment before; the bound of « good » in Core Web Vitals is 0.1. */
const limit = 0.05
const widths = [1440, 390]

test('no page moves what it has shown, with an empty cache', async ({ browser }) => {
  // Every page of both sites, each with a browser of its own.
  test.setTimeout(900_000)
  const pages = [...(await pageAddresses('portal')), ...(await pageAddresses('operator'))]
  const people = {
    nobody: null,
    member: await demonstrationPerson('anne.besson@valmont.example'),
    staff: await demonstrationStaff('admin@andromede.example'),
  }
  const moved: string[] = []
  for (const [index, { surface, path, address, visitor }] of pages.entries()) {
    const width = widths[index % 2] ?? 1440
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    const person = people[visitor]
    if (person) await signIn(context, person)
    const page = await context.newPage()
    await page.goto(`${siteUrl(surface)}${address}`)
    const shift = await page.evaluate(async () => {
      let sum = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) sum += entry.value
      }).observe({ type: 'layout-shift', buffered: true })
      await document.fonts.ready
      // Two frames: entries are delivered after the paint that they describe.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
      return sum
    })
    if (shift > limit) moved.push(`${path} at ${width} px: ${shift.toFixed(3)}`)
    await context.close()
  }
  expect(moved).toEqual([])
})
