import type { Page } from '@playwright/test'
import { addSignatureRule } from '~/lib/ordering'
import { testPassword } from '~/testing/password'
import { orderEstate } from './support/estate'
import { placeHeldOrder } from './support/held-order'
import { siteUrl } from './support/installation-facts'
import { ageSessionsOf, demonstrationCodeOf, signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation, memberContext } from './support/world'

/** Simulates a poor connection: requests matching `isSlow` are held until released. */
async function holdBack(page: Page, isSlow: (path: string) => boolean): Promise<() => void> {
  let letThrough = () => {}
  const line = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route('**/_next/static/**/*.js', async (route) => {
    if (isSlow(new URL(route.request().url()).pathname)) await line
    await route.continue()
  })
  return letThrough
}

/** Visible, hydrated or not. */
const lookAt = (page: Page, address: string) =>
  page.evaluate((to) => {
    location.href = to
  }, address)

test('presses, ticks and submissions before hydration take effect after it', async ({ page }) => {
  const { owner } = await makeOrganisation()
  const letThrough = await holdBack(page, () => true)
  try {
    await lookAt(page, `${siteUrl('portal')}/inscription`)
    await page.getByText('Entreprise', { exact: true }).click()
    await expect(page.locator('body')).toHaveAttribute('data-late')
  } finally {
    letThrough()
  }
  await expect(page.getByLabel('SIREN de l’entreprise')).toBeVisible()
  await expect(page.locator('body')).not.toHaveAttribute('data-late')
  await page.unrouteAll()

  const letThroughToo = await holdBack(page, () => true)
  try {
    await lookAt(page, `${siteUrl('portal')}/connexion`)
    await page.getByLabel('Adresse de courriel').fill(owner.email)
    await page.getByLabel('Mot de passe', { exact: true }).fill(testPassword)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Se connecter' })).toHaveAttribute('aria-busy', 'true')
  } finally {
    letThroughToo()
  }
  await expect(page.getByRole('heading', { name: 'Double authentification' })).toBeVisible()
})

test('a code filled in and submitted at the moment its field or its error gets the focus is not lost', async ({
  page,
  faults,
}) => {
  const { owner } = await makeOrganisation()
  await page.goto(`${siteUrl('portal')}/connexion`)
  // Like a password manager.
  await page.evaluate(
    (codes) =>
      document.addEventListener('focusin', () => {
        const field = document.querySelector<HTMLInputElement>('input[name=code]')
        const code = field && codes.shift()
        if (!code) return
        field.value = code
        queueMicrotask(() => field.form?.requestSubmit())
      }),
    ['000000', await demonstrationCodeOf(owner)],
  )
  await page.getByLabel('Adresse de courriel').fill(owner.email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(testPassword)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Commune d’Essai' })).toBeVisible()
  expect(faults).toHaveLength(2)
  for (const fault of faults.splice(0)) expect(fault).toMatch(/answered 401$|401 \(Unauthorized\)$/)
})

test('a password filled in and submitted at the moment an action requires it is not lost', async ({
  page,
}) => {
  const organisation = await makeOrganisation({ roles: ['technical'] })
  const { technical } = organisation.members
  if (!technical) throw new Error('a technical member was asked for')
  const { volumes } = await orderEstate(organisation, { instances: 0, volumes: 1 })
  await signIn(page.context(), technical, { hasSecondFactor: false })
  await ageSessionsOf(technical)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/volumes/${volumes[0]?.id}`)
  await page.evaluate((password) => {
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.name !== 'proof') return
      write?.call(target, password)
      target.dispatchEvent(new Event('input', { bubbles: true }))
      queueMicrotask(() =>
        target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })),
      )
    })
  }, testPassword)
  await page.getByRole('button', { name: 'Supprimer le volume' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Pour confirmer/).fill(volumes[0]?.name ?? '')
  await dialog.getByRole('button', { name: 'Supprimer' }).click()
  await expect(dialog).toBeHidden()
})

test('a press is not lost when the page renders again before the code of the pressed part has loaded', async ({
  page,
  context,
}) => {
  const { organisationId, members } = await makeOrganisation({ roles: ['technical'] })
  const { owner, technical } = members
  if (!technical) throw new Error('the organisation has no technical member')
  await addSignatureRule(memberContext(owner, organisationId), { from: 1n, approvals: 1 })
  const orderId = await placeHeldOrder(technical, organisationId)

  await signIn(context, owner)
  let letThrough = () => {}
  const line = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  let heldBack = 0
  await page.route('**/_next/static/**/*.js', async (route) => {
    const response = await route.fetch()
    if ((await response.text()).includes('titlePostponed')) {
      heldBack++
      await line
    }
    await route.fulfill({ response })
  })
  try {
    await lookAt(page, `${siteUrl('portal')}/o/${organisationId}/orders/${orderId}`)
    await expect(page.locator('body')).not.toHaveAttribute('data-late')
    const approve = page.getByRole('button', { name: 'Approuver la commande' })
    await approve.click()
    await expect(approve).toHaveAttribute('aria-busy', 'true')
    const refreshed = page.waitForResponse((response) => response.url().includes(`/orders/${orderId}`))
    await placeHeldOrder(technical, organisationId, { name: 'annexe' })
    await refreshed
    await expect(approve).toHaveAttribute('aria-busy', 'true')
    expect(heldBack).toBe(1)
  } finally {
    letThrough()
  }
  await expect(page.getByText('Commande approuvée')).toBeVisible()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('an order is approved by one press on a part of the page with code that has not loaded yet', async ({
  page,
  context,
}) => {
  const { organisationId, members } = await makeOrganisation({ roles: ['technical'] })
  const { owner, technical } = members
  if (!technical) throw new Error('a technical member was asked for')
  await addSignatureRule(memberContext(owner, organisationId), { from: 1n, approvals: 1 })
  const orderId = await placeHeldOrder(technical, organisationId)

  await signIn(context, owner)
  const address = `${siteUrl('portal')}/o/${organisationId}/orders/${orderId}`
  const html = await (await page.request.get(address)).text()
  const letThrough = await holdBack(page, (path) => !html.includes(path))
  try {
    await lookAt(page, address)
    await expect(page.locator('body')).not.toHaveAttribute('data-late')
    const approve = page.getByRole('button', { name: 'Approuver la commande' })
    // An impatient second press.
    await approve.click()
    await approve.click()
    await expect(approve).toHaveAttribute('aria-busy', 'true')
  } finally {
    letThrough()
  }
  await expect(page.getByText('Commande approuvée')).toBeVisible()
})
