import { describe, expect, test } from 'vitest'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { addHypervisor } from './add-hypervisor'
import { confirmHypervisor } from './confirm-hypervisor'
import { listHypervisors } from './list-hypervisors'
import { readHypervisor } from './read-hypervisor'
import { removeHypervisor } from './remove-hypervisor'
import { rereadHypervisor } from './reread-hypervisor'

const capacity = staffTestContext(newId('staff'), ['capacity'])
const auditor = staffTestContext(newId('staff'), ['auditor'])
const system = systemTestContext()
const token = (over: Record<string, unknown> = {}) =>
  btoa(
    JSON.stringify({
      client_name: 'andromede',
      fingerprint: 'ab'.repeat(32),
      addresses: ['127.0.0.1:9'],
      secret: 'c'.repeat(64),
      expires_at: '0001-01-01T00:00:00Z',
      ...over,
    }),
  )
/** Nothing listens at this address. */
const ofZone = (zoneCode: string) =>
  token({ fingerprint: Buffer.from(zoneCode).toString('hex').repeat(8).slice(0, 64) })
const input = (zoneCode: string, over = {}) => ({
  zoneCode,
  zoneName: 'Paris-Sud',
  city: 'Massy',
  address: '127.0.0.1:9',
  token: ofZone(zoneCode),
  ...over,
})
const only = async (zoneCode: string) =>
  (await listHypervisors(auditor)).find((each) => each.zoneCode === zoneCode)

describe('hypervisors', () => {
  const database = useTestDatabase()
  const { sql } = database

  test('an unreachable hypervisor shows the reason and is tried again on request', async () => {
    const { id: hypervisorId } = await addHypervisor(capacity, input('PAR7'))
    expect(await only('PAR7')).toMatchObject({ state: 'connecting', facts: null, decision: null })
    await readHypervisor(system, { hypervisorId })
    const failed = await only('PAR7')
    expect(failed).toMatchObject({ state: 'failed', failure: { code: 'hypervisor_unreachable' } })
    expect(failed?.failure?.text).toContain('ECONNREFUSED')
    await expect(confirmHypervisor(capacity, { hypervisorId, revision: 0 })).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'hypervisor_unread' },
    })
    await rereadHypervisor(capacity, { hypervisorId })
    expect(await only('PAR7')).toMatchObject({ state: 'connecting', failure: null })
    await removeHypervisor(capacity, { hypervisorId })
    expect(await only('PAR7')).toBeUndefined()
    // A job enqueued before the removal finds nothing to do, and the zone code is free again.
    await readHypervisor(system, { hypervisorId })
    await addHypervisor(capacity, input('PAR7'))
  })

  test('the token is sealed, and the operator’s site cannot read it back', async () => {
    const { id } = await addHypervisor(capacity, input('PAR8'))
    const [row] = await sql`select token_sealed from hypervisor_secrets where hypervisor_id = ${id}`
    expect(row?.token_sealed).toMatch(/^k2\./)
    expect(row?.token_sealed).not.toContain(ofZone('PAR8'))
    const site = database.sqlAs('andromede_operator')
    await expect(site`select token_sealed from hypervisor_secrets`).rejects.toThrow(/permission denied/)
    const portal = database.sqlAs('andromede_portal')
    await expect(portal`select * from hypervisors`).rejects.toThrow(/permission denied/)
  })

  test('an invalid hypervisor is rejected with the field and the reason', async () => {
    const refused = (over: object) => addHypervisor(capacity, input('PAR6', over))
    await expect(refused({ address: 'http://x y' })).rejects.toMatchObject({
      field: 'address',
      params: { reason: 'incus_address' },
    })
    await expect(refused({ token: 'none' })).rejects.toMatchObject({
      field: 'token',
      params: { reason: 'trust_token' },
    })
    const expired = token({ expires_at: new Date(testNow.getTime() - 1).toISOString() })
    await expect(refused({ token: expired })).rejects.toMatchObject({
      params: { reason: 'trust_token_expired' },
    })
    await expect(addHypervisor(capacity, input('PAR8'))).rejects.toMatchObject({ code: 'already_exists' })
    const { zoneId } = await makeZone({ count: 1, vcpu: 4 })
    const [zone] = await sql`select code from zones where id = ${zoneId}`
    await expect(addHypervisor(capacity, input(String(zone?.code)))).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'zone_simulated' },
    })
  })

  test('a hypervisor belongs to one zone until it is removed, and the error names that zone', async () => {
    const { id: hypervisorId } = await addHypervisor(capacity, input('PAR1'))
    const again = input('PAR2', { token: ofZone('PAR1') })
    await expect(addHypervisor(capacity, again)).rejects.toMatchObject({
      code: 'state_forbids',
      field: 'address',
      params: { reason: 'hypervisor_of_zone', zone: 'PAR1' },
    })
    await removeHypervisor(capacity, { hypervisorId })
    const rivals = ['PAR2', 'PAR3', 'PAR4'].map((zone) => input(zone, { token: ofZone('PAR1') }))
    const outcomes = await Promise.allSettled(rivals.map((each) => addHypervisor(capacity, each)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a hypervisor that a zone reaches by its socket cannot be added to another zone', async () => {
    const { zoneId } = await makeZone({ count: 1, vcpu: 4 })
    const fingerprint = Buffer.from('PAR6').toString('hex').repeat(8)
    await sql`insert into zone_reach (zone_id, fingerprint) values (${zoneId}, ${fingerprint})`
    const [zone] = await sql`select code from zones where id = ${zoneId}`
    await expect(addHypervisor(capacity, input('PAR6'))).rejects.toMatchObject({
      params: { reason: 'hypervisor_of_zone', zone: zone?.code },
    })
  })

  test('read access does not allow changes', async () => {
    const hypervisorId = (await only('PAR8'))?.id ?? newId('hypervisor')
    const forbidden = { code: 'forbidden' }
    await expect(addHypervisor(auditor, input('PAR5'))).rejects.toMatchObject(forbidden)
    await expect(rereadHypervisor(auditor, { hypervisorId })).rejects.toMatchObject(forbidden)
    await expect(removeHypervisor(auditor, { hypervisorId })).rejects.toMatchObject(forbidden)
    await expect(confirmHypervisor(auditor, { hypervisorId, revision: 0 })).rejects.toMatchObject(forbidden)
    const absent = { hypervisorId: newId('hypervisor') }
    await expect(rereadHypervisor(capacity, absent)).rejects.toMatchObject({ code: 'not_found' })
    await expect(removeHypervisor(capacity, absent)).rejects.toMatchObject({ code: 'not_found' })
  })
})
