import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { findChromium } from '../../bin/lib/test/browser.ts'
import { startTestInstallation, type TestInstallation } from '../installation'

/** From the fault in the datacenter to the customer's page, on a machine that runs everything at once. */
const shownWithinMs = 30_000

let installation: TestInstallation
let browser: Browser
// Its modules read the installation's addresses at import.
let database: typeof import('../support/database')
let session: typeof import('../support/session')
let simulator: import('~/lib/hypervisors/port/index').SimulatorDriver

beforeAll(async () => {
  installation = await startTestInstallation()
  Object.assign(process.env, installation.environment)
  database = await import('../support/database')
  session = await import('../support/session')
  const { openSimulator } = await import('~/lib/hypervisors/port/index')
  simulator = openSimulator({
    databaseUrl: installation.environment.SIMULATOR_DATABASE_URL ?? '',
    installation: 'e2e',
    now: () => new Date(),
  })
  const executablePath = findChromium()
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'],
  })
}, 600_000)
afterAll(async () => {
  await browser?.close()
  await simulator?.close()
  await installation?.stop()
}, 60_000)

type Domain = 'host' | 'rack' | 'zone'
type Place = { domainId: string; zoneCode: string; hostNames: string[] }
type Touched = { organisationId: Id<'organisation'>; accountId: Id<'account'>; servers: string[] }

/** The place of this kind with the most servers of the demonstration. */
async function findPlace(domain: Domain): Promise<Place> {
  const [place] = await database.sql<Place[]>`
    select p.id as "domainId", z.code as "zoneCode",
      array_agg(distinct h.name) as "hostNames"
    from instances i join hosts h on h.id = i.host_id join zones z on z.id = i.zone_id
      cross join lateral (select case ${domain} when 'host' then h.id when 'rack' then h.rack_id else z.id end as id) p
    where i.state = 'running' and z.driver = 'simulator'
    group by p.id, z.code having count(*) >= 2 and (${domain} = 'host' or count(distinct h.id) >= 2)
    order by count(*) desc, p.id limit 1`
  if (!place) throw new Error(`the demonstration has servers in a ${domain}`)
  return place
}

/** The organisation with the most servers there, and a member who may see them. */
async function findTouched(domain: Domain, { domainId }: Place): Promise<Touched> {
  const [touched] = await database.sql<Touched[]>`
    select i.organisation_id as "organisationId", min(m.account_id) as "accountId", array_agg(distinct i.id) as servers
    from instances i join hosts h on h.id = i.host_id
      join organisation_members m on m.organisation_id = i.organisation_id and m.role = 'owner'
    where i.state = 'running' and ${domainId} = case ${domain} when 'host' then h.id when 'rack' then h.rack_id else i.zone_id end
    group by i.organisation_id order by count(distinct i.id) desc, 1 limit 1`
  if (!touched) throw new Error('somebody has servers there')
  return touched
}

const areAll = (reading: string, servers: readonly string[]) => async () => {
  const [row] = await database.sql<{ all: boolean }[]>`
    select count(*) filter (where reading = ${reading}) >= 2 * ${servers.length} as all
    from probe_states where subject_id = any (${[...servers]})`
  return row?.all
}

/** Right after a round: the outage then waits a whole round before it is observed. */
async function afterLook(zoneCode: string): Promise<void> {
  const newest = async () => {
    const [row] = await database.sql<{ at: Date | null }[]>`
      select min(v.last_round_at) as at from probe_vantages v join zones z on z.id = v.zone_id
      where z.code = ${zoneCode} and v.retired_at is null`
    return row?.at?.getTime() ?? 0
  }
  const before = await newest()
  await database.until('every vantage looks again', async () => (await newest()) > before)
}

async function openPage({ organisationId, accountId }: Touched): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR' })
  await session.signIn(context, { surface: 'portal', accountId, email: '', fullName: '' })
  const page = await context.newPage()
  await page.goto(`${installation.portalUrl}/o/${organisationId}`)
  return page
}

const bannerOf = (page: Page) =>
  page.getByRole('alert').filter({ hasText: 'Nos sondes voient ces ressources indisponibles' })

test.each<Domain>(['host', 'rack', 'zone'])(
  'a lost %s is detected, correlated and shown to its customer without a reload',
  async (domain) => {
    const place = await findPlace(domain)
    const touched = await findTouched(domain, place)
    await database.until('probes see all of them', areAll('up', touched.servers), 120_000)
    const page = await openPage(touched)
    await bannerOf(page).waitFor({ state: 'hidden' })
    await afterLook(place.zoneCode)

    const failedAt = performance.now()
    const since = () => performance.now() - failedAt
    if (domain === 'zone') await simulator.setFault({ name: 'zone-down', zoneCode: place.zoneCode })
    else for (const hostName of place.hostNames) await simulator.setFault({ name: 'host-down', hostName })
    const stages = await Promise.all([
      database.until('it is seen', areAll('down', touched.servers)).then(since),
      database.until('it is correlated', () => isProposed(domain, place)).then(since),
      bannerOf(page)
        .waitFor({ state: 'visible', timeout: 2 * shownWithinMs })
        .then(since),
    ])
    const [seen, correlated, shown] = stages.map((ms) => Math.round(ms / 100) / 10)
    process.stdout.write(`${JSON.stringify({ outage: domain, seen, correlated, shown, unit: 'seconds' })}\n`)
    expect(Math.max(...stages)).toBeLessThan(shownWithinMs)

    await simulator.clearFaults()
    await bannerOf(page).waitFor({ state: 'hidden', timeout: 2 * shownWithinMs })
    await page.context().close()
  },
  300_000,
)

async function isProposed(domain: Domain, { domainId }: Place): Promise<boolean> {
  const rows = await database.sql`
    select from incidents where domain = ${domain} and domain_id = ${domainId} and state = 'proposed'`
  return rows.length > 0
}
