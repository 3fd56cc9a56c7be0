import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { listSubjects, readAvailability } from '~/lib/sla'
import { recomputeCredit } from '~/lib/sla/credits/testing/recompute-credit'
import { seedSystem } from './contexts'
import { billedMonth } from './parts/measured-outages'
import { seedDemonstration } from './seed-demonstration'

const database = useTestDatabase()
const { query } = rowProbe(database)

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  await seedDemonstration(testNow, database.current.roleUrl('andromede_simulator'))
}, 180_000)

async function month(monthsBefore: number) {
  const { from, to } = parisMonth(billedMonth(testNow, monthsBefore))
  const window = { from: from.getTime(), to: to.getTime() }
  return withSystem(seedSystem(testNow), async (tx) =>
    readAvailability(tx, { subjects: await listSubjects(tx, null, window), window, now: testNow }),
  )
}
const missed = (all: Awaited<ReturnType<typeof month>>) =>
  all
    .filter(({ availability, objectivePpm }) => (availability.availabilityPpm ?? 1e6) < (objectivePpm ?? 0))
    .map(({ subject }) => subject.name)

test('every resource is measured since its delivery, and an outage of a host breaks the promise there alone', async () => {
  const last = await month(0)
  expect(last.length).toBeGreaterThan(15)
  expect(missed(last)).toContain('portail-citoyen-01')
  const neighbours = await query<{ name: string }>(
    `select i.name from instances i join instances p on p.host_id = i.host_id and p.name = 'portail-citoyen-01'`,
  )
  expect(neighbours.map(({ name }) => name)).toEqual(expect.arrayContaining(missed(last)))
  const before = await month(4)
  expect(missed(before)).toContain('planning-soins')
  for (const { availability } of [...last, ...before]) expect(availability.upMs).toBeGreaterThan(0)
  const stopped = before
    .concat(last)
    .filter(({ exclusions }) => exclusions.some(({ rule }) => rule === 'own_stop'))
  expect(stopped.map(({ subject }) => subject.name)).toContain('rendu-2')
})

test('vantages measured until now, with gaps', async () => {
  const [row] = await query<{ vantages: number; gaps: number; late: number }>(
    `select count(*)::int as vantages, (select count(*)::int from probe_gaps) as gaps,
      count(*) filter (where last_round_at < '${testNow.toISOString()}'::timestamptz - interval '10 seconds')::int as late from probe_vantages`,
  )
  expect(row).toEqual({ vantages: 8, gaps: 6, late: 0 })
})

test('each breach is a credit on the invoice of its month, equal to the scale by its evidence alone', async () => {
  const credits = await query<{
    name: string
    number: string
    kind: string
    net: number
    price: number
    ppm: number
    evidence: string
    isSamePeriod: boolean
  }>(
    `select coalesce(i.name, v.name) as name, d.number, d.kind, -l.net_cents::int as net, a.price_cents::int as price,
      a.availability_ppm as ppm, a.evidence, d.period = a.period as "isSamePeriod"
     from sla_assessments a
     join service_credits c on c.assessment_id = a.id join service_credit_lines x on x.credit_id = c.id
     join billing_documents d on d.id = x.document_id
     join billing_document_lines l on l.document_id = x.document_id and l.position = x.position
     left join instances i on i.id = a.subject_id left join volumes v on v.id = a.subject_id`,
  )
  const portal = credits.find(({ name }) => name === 'portail-citoyen-01')
  // 97 minutes of a month at 99.9 %: a tenth of its price.
  expect(portal).toMatchObject({ kind: 'invoice', isSamePeriod: true })
  expect(portal?.net).toBe(Math.round((portal?.price ?? 0) / 10))
  expect(credits.map(({ name }) => name)).toContain('planning-soins')
  // Its forty minutes had been announced.
  expect(credits.map(({ name }) => name)).not.toContain('dossier-patient')
  for (const { evidence, ppm, net } of credits)
    expect(recomputeCredit(evidence)).toEqual({ ppm, creditCents: BigInt(net) })
  const [open] = await query<{ n: number }>(
    "select count(*)::int as n from service_credits where state not in ('granted', 'awaiting_confirmation')",
  )
  expect(open?.n).toBe(0)
})
