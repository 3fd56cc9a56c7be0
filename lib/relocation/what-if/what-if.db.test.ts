import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate } from '~/testing/estate'
import { whatIfInput } from '../schema'
import { whatIf } from './what-if'

const database = useTestDatabase()
const { sql } = database
const { query } = rowProbe(database)
const staff = staffTestContext(newId('staff'), ['capacity'])
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 3, vcpu: 32 } })
  for (let each = 0; each < 6; each += 1) await addInstance(estate)
})
afterAll(() => undefined)

const ask = (question: Record<string, string>) =>
  whatIf(staff, estate.zone.zoneId, whatIfInput.parse(question))
const claims = () =>
  query('select id, host_id, state from allocations where zone_id = $1 order by id', estate.zone.zoneId)
const freeVcpu = async () => {
  const [row] = await query<{ free: number }>(
    `select sum(vcpu_free)::int as free from hosts where zone_id = $1 and state = 'in_service'`,
    estate.zone.zoneId,
  )
  return row?.free ?? 0
}

test('every question is answered from the current state, and nothing is changed', async () => {
  const before = await claims()
  const free = await freeVcpu()
  // Of the hosts, one with servers: the scheduler may have left the first one empty.
  const [row] = await query<{ id: string; rack: string; on: number }>(
    `select h.id, h.rack_id as rack, count(*)::int as on from hosts h join allocations a on a.host_id = h.id
     where h.zone_id = $1 group by h.id order by 3 desc, 1 limit 1`,
    estate.zone.zoneId,
  )
  const host = row?.id ?? ''
  const drained = await ask({ what: 'drain', host })
  expect(drained.before.free.vcpu).toBe(free)
  expect(drained.outcome).toMatchObject({ kind: 'drain', proposal: { host: { id: host } } })
  if (drained.outcome?.kind !== 'drain') throw new Error('expected a drain')
  expect(drained.outcome.proposal.moves).toHaveLength(row?.on ?? -1)
  // Two thirds of the zone's total, minus the twelve virtual processors of six servers.
  expect(drained.after?.free.vcpu).toBe((drained.before.total.vcpu * 2) / 3 - 12)

  // The picture has the same: the hosts are of one size, so that what one loses the others gain.
  const drawn = drained.picture.racks.flatMap(({ hosts }) => hosts)
  expect(drawn.find(({ id }) => id === host)).toMatchObject({ after: 0, change: 'loses' })
  const sum = (of: 'before' | 'after') => drawn.reduce((total, each) => total + each[of], 0)
  expect(sum('after')).toBeCloseTo(sum('before'), 9)

  const lost = await ask({ what: 'lose', place: row?.rack ?? '' })
  expect(lost.outcome).toMatchObject({ kind: 'lose', organisations: 1 })
  if (lost.outcome?.kind !== 'lose') throw new Error('expected a loss')
  expect(lost.outcome.moved + lost.outcome.staysTotal).toBe(lost.outcome.servers)

  expect(
    lost.picture.racks.flatMap(({ hosts }) => hosts).filter(({ change }) => change === 'gone'),
  ).toHaveLength(lost.outcome.hosts)

  const small = estate.bundles.small.id
  const ordered = await ask({ what: 'order', bundle: small, quantity: '2', apart: 'host' })
  expect(ordered.outcome).toMatchObject({ kind: 'order', isPlaced: true, hosts: 2 })
  expect(ordered.after?.free.vcpu).toBe(free - 4)
  const receiving = ordered.picture.racks
    .flatMap(({ hosts }) => hosts)
    .filter(({ change }) => change === 'gains')
  expect(receiving).toHaveLength(2)
  const tooMuch = await ask({ what: 'order', bundle: small, quantity: '4', apart: 'host' })
  expect(tooMuch).toMatchObject({ outcome: { isPlaced: false, short: 'rule' }, after: null })

  const added = await ask({ what: 'add', like: host, count: '3' })
  expect(added.after?.total.vcpu).toBe(added.before.total.vcpu * 2)
  expect(added.after?.headroom.racks).toBe(added.before.headroom.racks)
  expect(await claims()).toEqual(before)
})

test('an incomplete question returns the choices; an unknown zone is not found', async () => {
  const asked = await ask({ what: 'lose' })
  expect(asked).toMatchObject({ outcome: null, after: null })
  expect(asked.choices.places.length).toBeGreaterThan(0)
  expect(asked.choices.hosts).toHaveLength(3)
  const input = whatIfInput.parse({ what: 'add' })
  await expect(whatIf(staff, newId('zone'), input)).rejects.toMatchObject({ code: 'not_found' })
  await expect(whatIf(staffTestContext(newId('staff'), []), estate.zone.zoneId, input)).rejects.toMatchObject(
    {
      code: 'forbidden',
    },
  )
})
