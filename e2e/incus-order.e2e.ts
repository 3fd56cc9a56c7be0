import { expect, type Page, test } from '@playwright/test'
import postgres from 'postgres'
import { type IncusDriver, openIncusDriver } from '../lib/hypervisors/port/index'
import { startIncusMember } from '../lib/hypervisors/testing/incus-member'
import { routes } from '../lib/routes/index'
import { demonstrationPassword } from '../lib/seed/demonstration/people'
import { startTestInstallation } from './installation'
import { untilLive } from './support/live'

/** A member with the technical role: no second factor is required of her colleague. */
const email = 'yann.legoff@atelier-lumen.example'
const steps = ['Serveur créé', 'Démarrage', 'Joignable', 'Enregistrement']
const patience = { timeout: 60_000 }

test('an order on the page becomes a container that answers HTTP', async ({ page }) => {
  // First starts a cluster member, a database, the complete demonstration and three processes.
  test.setTimeout(300_000)
  const member = await startIncusMember()
  test.skip(!member.available, member.available ? '' : `no Incus here: ${member.reason}`)
  if (!member.available) return
  const { socketPath } = member
  try {
    const installation = await startTestInstallation({ incusSocket: socketPath })
    const incus = await driverOf(installation.environment, socketPath)
    try {
      await onSale(installation.portalUrl)
      await isWatched(installation.environment)
      await signIn(page, installation.portalUrl)
      await order(page, incus)
    } finally {
      await incus.close()
      await installation.stop()
    }
  } finally {
    await member.stop()
  }
})

/** The zone is sold once the worker has reported, which may be after the sites are up. */
async function onSale(portalUrl: string): Promise<void> {
  const zones = async () => (await fetch(`${portalUrl}${routes.zones()}`)).text()
  await expect.poll(zones, patience).toContain('INC1')
  await expect.poll(zones, patience).not.toContain('momentanément indisponible')
}

/** A newly bound zone gets its vantage and spare networks within ten seconds; customers order later. */
async function isWatched(environment: Record<string, string>): Promise<void> {
  const sql = postgres(environment.WORKER_DATABASE_URL ?? '', { max: 1 })
  const checked = async () => (await sql`select from zone_reach where vantages_checked_at is not null`).length
  await expect.poll(checked, patience).toBeGreaterThan(0)
  const ready = async () => (await sql`select from spare_networks where made_at is not null`).length
  await expect.poll(ready, patience).toBeGreaterThan(0)
  await sql.end()
}

async function signIn(page: Page, portalUrl: string): Promise<void> {
  await page.goto(`${portalUrl}${routes.signIn()}`)
  await untilLive(page)
  await page.getByLabel('Adresse de courriel').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(demonstrationPassword)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.waitForURL(/\/o\/org_/)
  const organisationId = /\/o\/(org_\w+)/.exec(page.url())?.[1] ?? ''
  await page.goto(`${portalUrl}${routes.org.order(organisationId)}`)
  await untilLive(page)
}

async function order(page: Page, incus: IncusDriver): Promise<void> {
  await page.getByText('Toutes', { exact: true }).click()
  await page.getByRole('radio', { name: /^Essai/ }).check()
  await page.getByText('INC1').click()
  await expect(page.getByLabel('Image')).toContainText('BusyBox')
  const name = await page.getByLabel('Nom', { exact: true }).inputValue()
  // A reload would lose the mark.
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))

  const clickedAt = performance.now()
  await page.getByRole('button', { name: /^Commander/ }).click()
  const card = page.getByRole('listitem')
  for (const step of steps) await expect(card.filter({ hasText: `${step} : ` })).toBeVisible(patience)
  for (const step of steps) await expect(card.filter({ hasText: `${step} : faite` })).toBeVisible(patience)
  const open = page.getByRole('link', { name: 'Ouvrir le serveur' })
  await expect(open).toBeVisible(patience)
  const instanceId = /(ins_\w+)/.exec((await open.getAttribute('href')) ?? '')?.[1] ?? ''
  const answer = await incus.httpGetFromInside(instanceId, '/', { signal: AbortSignal.timeout(30_000) })
  console.log(`order to HTTP answer on Incus: ${Math.round(performance.now() - clickedAt)} ms`)

  expect(answer).toBe(`hello from ${instanceId.replace('_', '-')}\n`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre commande est en service', patience)
  await expect(page.getByText(name, { exact: true }).first()).toBeVisible()
  const seen = await incus.observeInstance(instanceId, { signal: AbortSignal.timeout(30_000) })
  const [address] = seen.exists ? seen.addresses : []
  await expect(page.getByRole('code').filter({ hasText: address ?? 'none' })).toBeVisible()
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
}

/** Reads the hypervisor like the installation's worker. */
async function driverOf(environment: Record<string, string>, socketPath: string): Promise<IncusDriver> {
  const sql = postgres(environment.WORKER_DATABASE_URL ?? '', { max: 1 })
  const [fact] = await sql<
    { value: string }[]
  >`select value from installation_facts where name = 'installation_id'`
  await sql.end()
  return openIncusDriver({ socketPath, installation: fact?.value ?? '', now: () => new Date() })
}
