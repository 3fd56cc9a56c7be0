import { expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { DriverError } from '../port/driver-error'
import { checkVantages } from './check-vantages'
import { listHypervisors } from './list-hypervisors'

const { sql } = useTestDatabase()

test('the operator’s page shows the vantages; an unreachable zone does not delay the others', async () => {
  const [near, far, simulated] = [
    await makeZone({ count: 1, vcpu: 4 }),
    await makeZone({ count: 1, vcpu: 4 }),
    await makeZone({ count: 1, vcpu: 4 }),
  ]
  await sql`update zones set driver = 'incus' where id <> ${simulated.zoneId}`
  for (const { zoneId } of [near, far])
    await sql`insert into hypervisors (id, zone_id, zone_code, zone_name, city, host, port, fingerprint, state, created_at)
      select ${newId('hypervisor')}, id, code, name, city, 'h', 8443, code, 'confirmed', now() from zones where id = ${zoneId}`
  const reports = [
    { member: 'n1', isUp: true, text: '' },
    { member: 'n2', isUp: false, text: 'the member does not answer' },
  ]
  const checked: string[] = []
  const drivers = {
    checkVantages: async (zoneId: string) => {
      checked.push(zoneId)
      if (zoneId === far.zoneId) throw new DriverError('hypervisor_unreachable')
      return reports
    },
  }
  await checkVantages(systemTestContext(), drivers)
  expect(checked.sort()).toEqual([near.zoneId, far.zoneId].sort())
  const views = await listHypervisors(staffTestContext(newId('staff'), ['auditor']))
  const of = (zoneId: string) => views.find((view) => view.zoneId === zoneId)?.vantages
  expect(of(near.zoneId)).toMatchObject({ reports })
  expect(of(far.zoneId)).toBeNull()
  // Another worker has just checked.
  checked.length = 0
  await checkVantages(systemTestContext(), drivers)
  expect(checked).toEqual([far.zoneId])
})
