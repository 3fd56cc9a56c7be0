import { expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { addHypervisor } from './add-hypervisor'
import { changeHypervisorAddresses } from './change-hypervisor-addresses'
import { listHypervisors } from './list-hypervisors'
import { readHypervisor } from './read-hypervisor'
import { changeHypervisorAddressesInput } from './schema'

const { sql } = useTestDatabase()
const capacity = staffTestContext(newId('staff'), ['capacity'])
const auditor = staffTestContext(newId('staff'), ['auditor'])

const token = btoa(
  JSON.stringify({
    client_name: 'andromede',
    fingerprint: 'ab'.repeat(32),
    addresses: ['127.0.0.1:9', '127.0.0.2:9', '[::1]:9'],
    secret: 'c'.repeat(64),
    expires_at: '0001-01-01T00:00:00Z',
  }),
)
const shown = async () => (await listHypervisors(auditor))[0]

test('keeps the token’s addresses and tries them in order; staff can change them while servers run', async () => {
  const place = { zoneCode: 'PAR7', zoneName: 'Paris-Sud', city: 'Massy' }
  const { id: hypervisorId } = await addHypervisor(capacity, { ...place, address: '127.0.0.2:9', token })
  expect((await shown())?.addresses).toEqual(['127.0.0.2:9', '127.0.0.1:9', '[::1]:9'])
  await readHypervisor(systemTestContext(), { hypervisorId })
  expect(await shown()).toMatchObject({ state: 'failed', failure: { code: 'hypervisor_unreachable' } })

  const change = (addresses: string) =>
    changeHypervisorAddresses(capacity, changeHypervisorAddressesInput.parse({ hypervisorId, addresses }))
  await change('127.0.0.3:9\nincus.example, 127.0.0.3:9')
  expect(await shown()).toMatchObject({
    address: '127.0.0.3:9',
    addresses: ['127.0.0.3:9', 'incus.example:8443'],
  })
  await expect(change('127.0.0.4:9 http://x/y')).rejects.toMatchObject({
    field: 'addresses',
    params: { reason: 'incus_address' },
  })
  const denied = changeHypervisorAddressesInput.parse({ hypervisorId, addresses: '127.0.0.9' })
  await expect(changeHypervisorAddresses(auditor, denied)).rejects.toMatchObject({ code: 'forbidden' })
  const unknown = { ...denied, hypervisorId: newId('hypervisor') }
  await expect(changeHypervisorAddresses(capacity, unknown)).rejects.toMatchObject({ code: 'not_found' })
  const events = await sql`select details from audit_events where event = 'hypervisor.addresses_changed'`
  expect(events.map(({ details }) => details.to)).toEqual([['127.0.0.3:9', 'incus.example:8443']])
})
