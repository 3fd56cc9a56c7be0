import { beforeAll, describe, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { networkInvariants } from '~/db/invariants/networks'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { releasePrivateAddress } from '~/lib/hypervisors/drifts/queries/network-ranges'
import type { Id } from '~/lib/kernel/ids'
import { type Estate, makeEstate } from '~/testing/estate'
import { addInstance } from '../testing/resources'
import { connectInstance } from './connect-instance'

describe('connecting a server', () => {
  const database = useTestDatabase()
  const { sql } = database
  const system = systemTestContext()
  let estate: Estate
  let own: Id<'instance'>[]
  let foreign: Id<'instance'>[]
  beforeAll(async () => {
    estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 128 } })
    own = [await instance('own'), await instance('own'), await instance('own')]
    foreign = [await instance('foreign')]
    for (let i = 0; i < 20; i += 1) foreign.push(await instance('foreign'))
  })
  const connect = (id: Id<'instance'>) => withSystem(system, (tx) => connectInstance(tx, id, testNow))
  const instance = (of: 'own' | 'foreign') => addInstance(estate, { of: estate[of], state: 'creating' })

  test('each project has its range, each server its address, the same at every call and free once it is deleted', async () => {
    const [a, b, c] = own as [Id<'instance'>, Id<'instance'>, Id<'instance'>]
    const other = foreign[0] as Id<'instance'>
    const first = await connect(a)
    expect(first).toMatchObject({ address: '10.128.0.10', network: { range: '10.128.0.0/22', rules: [] } })
    expect(await connect(a)).toEqual(first)
    expect(await connect(b)).toMatchObject({ address: '10.128.0.11', network: first.network })
    expect(await connect(other)).toMatchObject({
      address: '10.128.4.10',
      network: { range: '10.128.4.0/22' },
    })
    await withSystem(system, (tx) => releasePrivateAddress(tx, a))
    expect(await connect(c)).toMatchObject({ address: '10.128.0.10' })
  })

  test('twenty concurrent calls get twenty addresses in one network', async () => {
    const given = await Promise.all(foreign.slice(1).map(connect))
    expect(new Set(given.map((each) => each.address)).size).toBe(20)
    expect(new Set(given.map((each) => each.network.networkId)).size).toBe(1)
  })

  test('an address outside the range of its network violates an invariant', async () => {
    const { statement } = networkInvariants.find(({ name }) => name === 'addresses_in_range') ?? {}
    const broken = async () => (await sql.unsafe(statement ?? '')).map(({ address }) => address)
    expect(await broken()).toEqual([])
    for (const outside of ['10.128.0.1', '10.129.0.10']) {
      await sql`update private_addresses set address = ${outside} where instance_id = ${own[1] ?? ''}`
      expect(await broken()).toEqual([outside])
    }
    await sql`update private_addresses set address = '10.128.0.11' where instance_id = ${own[1] ?? ''}`
  })

  test('another organisation sees neither the network nor the addresses', async () => {
    const ctx = estate.foreign.as()
    const rows = await withOrganisation(ctx, (tx) =>
      tx.execute<{ organisation_id: string }>(
        'select organisation_id from private_networks union all select organisation_id from private_addresses',
      ),
    )
    expect(new Set(rows.map((row) => row.organisation_id))).toEqual(new Set([estate.foreign.organisationId]))
  })
})
