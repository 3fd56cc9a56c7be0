import { afterAll, describe, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { openPool } from '../incus/wire/address'
import { openDrivers } from '../open-drivers'
import { startIncusMember } from '../testing/incus-member'
import { addHypervisor } from './add-hypervisor'
import { confirmHypervisor } from './confirm-hypervisor'
import { listHypervisors } from './list-hypervisors'
import { readHypervisor } from './read-hypervisor'
import { removeHypervisor } from './remove-hypervisor'

const member = await startIncusMember({ https: true })
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const capacity = staffTestContext(newId('staff'), ['capacity'], systemNow())
const system = systemTestContext(systemNow())

describe.skipIf(!member.available)('a hypervisor added by the operator', { timeout: 60_000 }, () => {
  const { sql } = useTestDatabase()
  const { address, token } = (member.available && member.https) || { address: '', token: '' }
  /** Changes the properties of the member's image on the member itself. */
  async function stateOfImage(properties: Record<string, string>) {
    const pool = openPool({ socketPath: member.available ? member.socketPath : '' })
    const read = await pool.request({ method: 'GET', path: '/1.0/images?recursion=1' })
    const { metadata } = (await read.body.json()) as { metadata: { fingerprint: string }[] }
    const path = `/1.0/images/${metadata[0]?.fingerprint}`
    const written = await pool.request({ method: 'PATCH', path, body: JSON.stringify({ properties }) })
    expect(written.statusCode).toBe(200)
    await written.body.dump()
    await pool.destroy()
  }
  const view = async () => (await listHypervisors(capacity)).find((each) => each.zoneCode === 'PAR3')

  test('sells nothing before confirmation, then what was read, and nothing after its removal', async () => {
    const { id: hypervisorId } = await addHypervisor(capacity, {
      zoneCode: 'PAR3',
      zoneName: 'Paris-Sud',
      city: 'Massy',
      address,
      token,
    })
    await readHypervisor(system, { hypervisorId })
    const found = await view()
    expect(found).toMatchObject({
      state: 'found',
      zoneId: null,
      facts: { isClustered: false, pool: 'default', images: [{ alias: 'busybox' }] },
      decision: { outcome: 'usable' },
    })
    expect(found?.facts?.networks.map((each) => each.name)).toContain('incusbr0')
    const hosts = async () => sql`
      select h.state, h.name from hosts h join zones z on z.id = h.zone_id where z.code = 'PAR3'`
    expect(await hosts()).toEqual([])
    await expect(confirmHypervisor(capacity, { hypervisorId, revision: 99 })).rejects.toMatchObject({
      code: 'conflict',
    })

    const revision = found?.revision ?? 0
    expect(await confirmHypervisor(capacity, { hypervisorId, revision })).toEqual({ kept: [] })
    const confirmed = await view()
    expect(confirmed).toMatchObject({ state: 'confirmed', resources: 0 })
    expect(await hosts()).toMatchObject([{ state: 'in_service' }])
    // The token is spent; with the certificate that replaced it a worker needs nothing but the database.
    const [secrets] = await sql`select * from hypervisor_secrets where hypervisor_id = ${hypervisorId}`
    expect(secrets).toMatchObject({ token_sealed: null, key_sealed: expect.stringMatching(/^k2\./) })
    const drivers = await openDrivers({ now: systemNow })
    const signal = AbortSignal.timeout(10_000)
    const zoneId = confirmed?.zoneId ?? newId('zone')
    expect(await drivers.findIncusFailure(zoneId, signal)).toBeNull()

    await readHypervisor(system, { hypervisorId })
    expect(await view()).toMatchObject({ state: 'confirmed', revision })
    const image = async () => sql`
      select has_cloud_init, has_ssh from images where id in (select image_id from zone_images where zone_id = ${zoneId})`
    expect(await image()).toEqual([{ has_cloud_init: false, has_ssh: null }])
    await stateOfImage({ variant: 'cloud', 'andromede.ssh': 'true' })
    await readHypervisor(system, { hypervisorId })
    expect(await image()).toEqual([{ has_cloud_init: true, has_ssh: true }])
    await removeHypervisor(capacity, { hypervisorId })
    expect(await view()).toBeUndefined()
    expect(await hosts()).not.toMatchObject([{ state: 'in_service' }])
    expect(await sql`select * from hypervisor_secrets where hypervisor_id = ${hypervisorId}`).toEqual([])
    expect(await drivers.findIncusFailure(zoneId, signal)).toMatchObject({ code: 'no_means' })
    await drivers.close()
  })
})
