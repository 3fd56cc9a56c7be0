import { expect, test, vi } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { seal } from '~/lib/kernel/secrets/secrets'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import * as drivers from '../port/index'
import { addHypervisor } from './add-hypervisor'
import { changeManagementRanges } from './change-management-ranges'
import { listHypervisors } from './list-hypervisors'
import { keyPlace } from './places'
import { changeManagementRangesInput } from './schema'
import { openZoneConnections } from './zone-connections'

const { sql } = useTestDatabase()
const capacity = staffTestContext(newId('staff'), ['capacity'])
const auditor = staffTestContext(newId('staff'), ['auditor'])

async function add(zoneCode: string, mark: string) {
  const token = btoa(
    JSON.stringify({
      client_name: 'andromede',
      fingerprint: mark.repeat(32),
      addresses: ['127.0.0.1:9'],
      secret: 'c'.repeat(64),
      expires_at: '0001-01-01T00:00:00Z',
    }),
  )
  const place = { zoneCode, zoneName: zoneCode, city: 'Massy', address: '127.0.0.1:9' }
  return (await addHypervisor(capacity, { ...place, token })).id
}
const change = (hypervisorId: string, ranges: string, ctx = capacity) =>
  changeManagementRanges(ctx, changeManagementRangesInput.parse({ hypervisorId, ranges }))
const shown = async (zoneCode: string) =>
  (await listHypervisors(auditor)).find((each) => each.zoneCode === zoneCode)?.managementRanges

test('a zone has IPv4 and IPv6 management ranges, which require the right to change the inventory', async () => {
  const hypervisorId = await add('PAR7', 'ab')
  const other = await add('LIL7', 'cd')
  expect(await shown('PAR7')).toEqual([])
  await change(hypervisorId, '10.90.0.0/24\n2001:db8:90::/48, 10.90.0.0/24')
  await change(other, '10.91.0.0/24')
  expect(await shown('PAR7')).toEqual(['10.90.0.0/24', '2001:db8:90::/48'])
  expect(await shown('LIL7')).toEqual(['10.91.0.0/24'])

  for (const ranges of ['0.0.0.0/0', '10.90.0.0/24 ::/0', 'lan'])
    await expect(change(hypervisorId, ranges)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'ranges',
      params: { reason: 'management_range' },
    })
  await expect(change(hypervisorId, '10.92.0.0/24', auditor)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(change(newId('hypervisor'), '')).rejects.toMatchObject({ code: 'not_found' })
  expect(await shown('PAR7')).toEqual(['10.90.0.0/24', '2001:db8:90::/48'])

  await change(hypervisorId, '')
  expect(await shown('PAR7')).toEqual([])
  const events = await sql`
    select details from audit_events where event = 'hypervisor.ranges_changed' and subject_id = ${hypervisorId} order by id`
  expect(events.map(({ details }) => [details.from, details.to])).toEqual([
    [[], ['10.90.0.0/24', '2001:db8:90::/48']],
    [['10.90.0.0/24', '2001:db8:90::/48'], []],
  ])
})

test('removing a range requires a fresh proof of identity, adding one does not', async () => {
  const hypervisorId = await add('TLS7', '12')
  // Six minutes after the proof.
  const stale = { ...capacity, now: addSeconds(capacity.now, 360) }
  await change(hypervisorId, '10.94.0.0/24', stale)
  await change(hypervisorId, '10.94.0.0/24 10.95.0.0/24', stale)
  for (const ranges of ['10.95.0.0/24', '', '10.94.0.0/25 10.95.0.0/24'])
    await expect(change(hypervisorId, ranges, stale)).rejects.toMatchObject({
      code: expect.stringMatching('proof_required|unauthenticated'),
    })
  expect(await shown('TLS7')).toEqual(['10.94.0.0/24', '10.95.0.0/24'])
  await change(hypervisorId, '10.95.0.0/24')
  expect(await shown('TLS7')).toEqual(['10.95.0.0/24'])
})

test('a worker blocks the ranges of all zones and of its own zone, and applies changes to them', async () => {
  const hypervisorId = await add('MRS7', 'ef')
  const { zoneId } = await makeZone({ count: 1, vcpu: 4 })
  await sql`update hypervisors set state = 'confirmed', zone_id = ${zoneId}, server_certificate = 'its own'
    where id = ${hypervisorId}`
  await sql`update hypervisor_secrets set certificate = 'ours', key_sealed = ${seal('key', keyPlace(hypervisorId))}
    where hypervisor_id = ${hypervisorId}`
  const close = vi.fn(async () => undefined)
  const opened = vi
    .spyOn(drivers, 'openIncusConnection')
    .mockImplementation(() => ({ close }) as unknown as drivers.IncusConnection)
  const zones = openZoneConnections({
    installation: 'test',
    managementRanges: ['198.51.100.0/24'],
    now: systemNow,
  })
  const connect = () => withSystem(systemTestContext(), (tx) => zones.connectionOf(tx, zoneId))
  await connect()
  await change(hypervisorId, '10.93.0.0/24')
  await connect()
  await connect()
  expect(opened.mock.calls.map(([options]) => options.managementRanges)).toEqual([
    ['198.51.100.0/24'],
    ['198.51.100.0/24', '10.93.0.0/24'],
  ])
  expect(close).toHaveBeenCalledTimes(1)
})
