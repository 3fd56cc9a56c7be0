import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { closeDatabase, configureDatabase, withSystem } from '~/db/client'
import { keepKey } from '~/db/kept-key'
import { anonymousTestContext, systemTestContext } from '~/db/testing/contexts'
import { openWire } from '~/db/testing/open-wire'
import { useTestDatabase } from '~/db/testing/use-test-database'
import {
  confirmSubscription,
  endSubscription,
  keepStatus,
  notifyIncidents,
  openIncident,
  showStatus,
  showStatusFeed,
  subscribeToStatus,
  updateIncidentInPublic,
} from '../index'
import { parisMinuteOf } from '../paris-minute'
import { type IncidentWorld, later, openIncidentWorld } from '../testing/incident-world'
import { subscriptionToken } from './subscription-token'

const database = useTestDatabase()
const { sql } = database
let world: IncidentWorld
const folder = mkdtempSync(path.join(tmpdir(), 'andromede-status-'))

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.test'
  process.env.STATUS_FOLDER = folder
  world = await openIncidentWorld(sql)
})
afterAll(async () => {
  delete process.env.STATUS_FOLDER
  rmSync(folder, { recursive: true, force: true })
})

/** Long enough for a slow database on a busy machine. */
const patiently = { patienceMs: 60_000 }
const texts = { titleFr: 'Coupure', titleEn: 'Cut', textFr: 'Nous cherchons.', textEn: 'We are looking.' }
const open = (at: number) =>
  openIncident(world.staff(later(at)), {
    place: `host:${world.hostId}`,
    severity: 'major',
    state: 'investigating',
    startedAt: parisMinuteOf(later(at)),
    ...texts,
  })

test('any visitor sees published incidents and zones by day, and no customer data', async () => {
  const [first, second] = world.own as [string, string]
  await world.look({ [first]: 'down', [second]: 'down' }, later(0))
  await world.follow(later(1))
  const proposed = await showStatus(anonymousTestContext(later(10)), patiently)
  expect(proposed?.incidents).toEqual([])
  await world.sql`update incidents set state = 'dismissed'`
  const { id } = await open(60)
  const status = await showStatus(anonymousTestContext(later(120)), patiently)
  expect(status?.incidents).toMatchObject([
    { id, state: 'investigating', updates: [{ textEn: 'We are looking.' }] },
  ])
  const zone = status?.services.find((each) => each.id === world.estate.zone.zoneId)
  expect(zone?.days).toHaveLength(90)
  // The zone itself was never probed here: it is shown as unknown, neither up nor down.
  expect(zone).toMatchObject({ isKnown: false, isDown: false, availabilityPpm: null })
  expect(zone?.days.at(-1)).toMatchObject({ availabilityPpm: null, downMs: 0 })
  // The day and the status pill still show the incident.
  expect(zone?.isDisturbed).toBe(true)
  expect(zone?.days.flatMap(({ incidents }) => incidents)).toEqual([status?.incidents[0]?.number])
  for (const secret of ['etat-civil', 'dossiers', world.hostId, world.estate.own.organisationId])
    expect(JSON.stringify(status)).not.toContain(secret)
  await updateIncidentInPublic(world.staff(later(180)), {
    incidentId: id,
    severity: 'major',
    state: 'resolved',
    textFr: 'C’est fini.',
    textEn: 'It is over.',
  })
  expect(await showStatusFeed(anonymousTestContext(later(240)))).toContain('C’est fini.')
})

test('a subscription is confirmed by its link, gets each update once, and ends by its link', async () => {
  const email = 'veille@example.test'
  const anybody = () => anonymousTestContext(later(3_600))
  await subscribeToStatus(anybody(), { email })
  await subscribeToStatus(anybody(), { email })
  const [row, ...more] = await world.sql`select id, confirmed_at from status_subscribers`
  expect(more).toEqual([])
  expect(await world.mails('status-confirm')).toHaveLength(2)
  await notifyIncidents(systemTestContext(later(3_600)))
  expect(await world.mails('status-news')).toEqual([])
  const token = subscriptionToken(
    await withSystem(systemTestContext(later(3_600)), (tx) => keepKey(tx, 'links')),
    row?.id,
  )
  for (const wrong of [`${token.slice(0, -1)}!`, `${token.slice(0, -2)}AA`, 'x'.repeat(74)])
    await expect(confirmSubscription(anybody(), { token: wrong })).rejects.toMatchObject({
      code: 'invalid_token',
    })
  await confirmSubscription(anybody(), { token })
  await confirmSubscription(anybody(), { token })
  await subscribeToStatus(anybody(), { email })
  expect(await world.mails('status-confirm')).toHaveLength(2)
  await open(3_700)
  await Promise.all(Array.from({ length: 10 }, () => notifyIncidents(systemTestContext(later(3_800)))))
  const news = await world.mails('status-news')
  expect(news.map(({ recipient, subject }) => [recipient, subject])).toEqual([[email, 'Coupure']])
  expect(news[0]?.textBody).toContain(`/etat/desabonnement/${token}`)
  await endSubscription(anybody(), { token })
  await endSubscription(anybody(), { token })
  expect(await world.sql`select 1 from status_subscribers`).toHaveLength(0)
  await expect(confirmSubscription(anybody(), { token })).rejects.toMatchObject({ code: 'invalid_token' })
})

test('while the database is down the last status is shown with its date; a new process reads it from disk', async () => {
  await keepStatus(systemTestContext(later(7_200)))
  const keptAsOf = () => JSON.parse(readFileSync(path.join(folder, 'last-known.json'), 'utf8')).asOf
  expect(keptAsOf()).toBe(later(7_200).toISOString())
  const wire = await openWire(database.current.urls.portal ?? '')
  await closeDatabase()
  configureDatabase({ portal: wire.url })
  try {
    const before = await showStatus(anonymousTestContext(later(7_300)), patiently)
    expect(before?.asOf).toBe(later(7_300).toISOString())
    // A result later than everyone's patience is still stored for the next visitors.
    wire.hold()
    expect(await showStatus(anonymousTestContext(later(7_320)))).toEqual(before)
    wire.release()
    await vi.waitFor(() => expect(keptAsOf()).toBe(later(7_320).toISOString()), { timeout: 60_000 })
    const known = await showStatus(anonymousTestContext(later(7_325)))
    expect(known?.asOf).toBe(later(7_320).toISOString())
    await wire.cut()
    const during = await showStatus(anonymousTestContext(later(9_000)))
    expect(during).toEqual(known)
    // Another process stored a newer status before it ended.
    const file = path.join(folder, 'last-known.json')
    writeFileSync(file, JSON.stringify({ ...known, asOf: later(8_000).toISOString() }))
    const newer = await showStatus(anonymousTestContext(later(9_000)))
    expect(newer?.asOf).toBe(later(8_000).toISOString())
    vi.resetModules()
    const another = await import('./show-status')
    expect((await another.showStatus(anonymousTestContext(later(9_000))))?.asOf).toBe(newer?.asOf)
    const feed = await showStatusFeed(anonymousTestContext(later(9_100)))
    expect(feed).toContain('<feed')
  } finally {
    await wire.cut()
    await closeDatabase()
    configureDatabase(database.current.urls)
  }
  const back = await showStatus(anonymousTestContext(later(9_200)), patiently)
  expect(back?.asOf).toBe(later(9_200).toISOString())
})
