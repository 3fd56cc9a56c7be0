import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'
import { addSignatureRule } from '~/lib/ordering'
import { placeHeldOrder } from './support/held-order'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation, memberContext } from './support/world'

const judge = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const passes = (['fr', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
)

/** Visible, hydrated or not. */
const lookAt = (page: Page, address: string) =>
  page.evaluate((to) => {
    location.href = to
  }, address)

/** The page is readable in this language and theme, and axe finds no fault in it. */
async function expectReadable(page: Page, title: RegExp): Promise<void> {
  await expect(page.getByRole('main')).toHaveCount(1)
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  await expect(page).toHaveTitle(title)
  await page.addScriptTag({ content: judge }).catch(() => page.evaluate(judge))
  const faults = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document)
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)
  })
  expect(faults).toEqual([])
}

test('the page of a part that failed has no fault for axe, and shows the page again on demand', async ({
  page,
  context,
  faults,
}) => {
  const { organisationId, members } = await makeOrganisation({ roles: ['technical'] })
  const { owner, technical } = members
  if (!technical) throw new Error('the organisation has no technical member')
  await addSignatureRule(memberContext(owner, organisationId), { from: 1n, approvals: 1 })
  const orderId = await placeHeldOrder(technical, organisationId)
  await signIn(context, owner)
  let isBroken = true
  await page.route('**/_next/static/**/*.js', async (route) => {
    const response = await route.fetch()
    // Read at once: a page that is left takes its answers with it.
    const body = await response.text()
    // The code of a part of the page does not arrive.
    if (isBroken && body.includes('titlePostponed')) await route.abort()
    else await route.fulfill({ response, body })
  })
  for (const { language, theme } of passes) {
    isBroken = true
    await context.addCookies([
      { name: 'locale', value: language, url: siteUrl('portal') },
      { name: 'theme', value: theme, url: siteUrl('portal') },
    ])
    await lookAt(page, `${siteUrl('portal')}/o/${organisationId}/orders/${orderId}`)
    await expectReadable(page, language === 'fr' ? /^Cette page/ : /^This page/)
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language)
  }
  faults.splice(0)
  isBroken = false
  await page.getByRole('button', { name: /^(Réessayer|Try again)$/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/décision|decision/)
  // Parts of the page may still be on their way.
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('the page of a site that failed has no fault for axe, in both themes', async ({ page, faults }) => {
  await page.addInitScript(() => {
    // The first effect of every page announces that it is ready.
    const send = EventTarget.prototype.dispatchEvent
    EventTarget.prototype.dispatchEvent = function (event) {
      if (event.type === 'andromede-live') throw new Error('broken')
      return send.call(this, event)
    }
  })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await lookAt(page, `${siteUrl('portal')}/offres`)
    await expect(page.getByText('Cette page n’a pas pu être affichée')).toBeVisible()
    await expectReadable(page, /Andromède$/)
  }
  faults.splice(0)
})
