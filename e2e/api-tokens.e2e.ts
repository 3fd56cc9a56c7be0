import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { fact, siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

type Answer = { status: number; body: Record<string, unknown> }

/** One request of a program. */
async function call(secret: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${fact('API_URL')}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'idempotency-key': randomUUID(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const takeSecret = async (page: Page) => {
  const shown = page.getByRole('dialog', { name: 'Secret du jeton' })
  const secret = (await shown.locator('code').textContent()) ?? ''
  expect(secret).toMatch(/^andr_pat_/)
  await shown.getByRole('button', { name: 'Je l’ai gardé' }).click()
  await expect(shown).toBeHidden()
  return secret
}

test('a program orders a server with a token, whose secret is replaced, and which is revoked', async ({
  page,
}) => {
  const { organisationId, owner } = await makeOrganisation()
  await signIn(page.context(), owner)
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/tokens`)
  await expect(page.getByText(`${fact('API_URL')}/v1`)).toBeVisible()
  await expect(page.getByText('Aucun jeton')).toBeVisible()
  await button(page, 'Nouveau jeton').click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Nom', { exact: true }).fill('déploiement')
  await form.getByText('Lire, commander et gérer des serveurs').click()
  await form.getByLabel('Plages d’adresses').fill('127.0.0.0/33')
  await form.getByRole('button', { name: 'Nouveau jeton' }).click()
  await expect(form.getByText(/Saisissez une adresse IPv4 ou IPv6/).first()).toBeVisible()
  await form.getByLabel('Plages d’adresses').fill('127.0.0.0/8\n::1')
  await form.getByRole('button', { name: 'Nouveau jeton' }).click()
  const secret = await takeSecret(page)
  const row = page.getByRole('row', { name: /déploiement/ })
  await expect(row).toContainText('jamais utilisé')
  await expect(row).toContainText('depuis 127.0.0.0/8, ::1')

  const offer = (await call(secret, '/v1/offer')).body as {
    bundles: { id: string; slug: string; kind: string; vcpu: number }[]
    zones: { id: string; images: { id: string }[] }[]
  }
  const bundle = offer.bundles.find(({ kind, vcpu }) => kind === 'compute' && vcpu === 1)
  const zone = offer.zones[0]
  const order = {
    lines: [
      {
        bundleId: bundle?.id,
        zoneId: zone?.id,
        imageId: zone?.images[0]?.id,
        sshKeyIds: [],
        name: 'par-programme',
        quantity: 1,
      },
    ],
  }
  const refused = await call(secret, '/v1/orders', { lines: [{ ...order.lines[0], nome: 'x' }] })
  expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_input', field: 'lines.0.nome' } })
  const placed = await call(secret, '/v1/orders', order)
  expect(placed).toMatchObject({ status: 201, body: { outcome: 'accepted' } })
  await expect
    .poll(async () => (await call(secret, `/v1/orders/${placed.body.orderId}`)).body.state, {
      timeout: 60_000,
    })
    .toBe('delivered')
  const servers = await call(secret, '/v1/instances?text=par-programme')
  expect(servers.body.items).toMatchObject([
    { name: expect.stringContaining('par-programme'), state: 'running' },
  ])
  expect(await call(secret, '/v1/projects', { name: 'Autre', sharePercent: '25' })).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  })

  await page.reload()
  await expect(row).not.toContainText('jamais utilisé')
  await row.getByRole('button', { name: 'Remplacer le secret' }).click()
  await page.getByRole('dialog').getByLabel('L’ancien secret reste valable').selectOption('plus du tout')
  await page.getByRole('dialog').getByRole('button', { name: 'Remplacer le secret' }).click()
  const next = await takeSecret(page)
  expect((await call(secret, '/v1/instances')).status).toBe(401)
  expect((await call(next, '/v1/instances')).status).toBe(200)

  await row.getByRole('button', { name: 'Révoquer' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Révoquer' }).click()
  await expect(page.getByText('Aucun jeton')).toBeVisible()
  expect((await call(next, '/v1/instances')).status).toBe(401)

  await page.goto(`${siteUrl('portal')}/o/${organisationId}/audit`)
  await expect(page.getByRole('row', { name: /Commande passée/ }).first()).toContainText('déploiement')
})

test('a member sees its own tokens alone, and gives a token no right that it has not', async ({ page }) => {
  const { organisationId, members } = await makeOrganisation({ roles: ['reader'] })
  const { reader } = members
  if (!reader) throw new Error('a reader was asked for')
  await signIn(page.context(), reader)
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/tokens`)
  await button(page, 'Nouveau jeton').click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Nom', { exact: true }).fill('relevé')
  await form.getByText('Choisir', { exact: true }).click()
  await expect(form.getByLabel(/Lire coûts et factures/)).toBeVisible()
  await expect(form.getByLabel(/^Commander/)).toHaveCount(0)
  await form.getByLabel(/Lire coûts et factures/).check()
  await form.getByRole('button', { name: 'Nouveau jeton' }).click()
  const secret = await takeSecret(page)
  await expect(page.getByRole('row', { name: /relevé/ })).toContainText('1 droit')
  expect(await call(secret, '/v1/instances')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
})
