import { beforeAll, describe, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { relabelHost } from '~/lib/datacentre'
import { type Id, newId } from '~/lib/kernel/ids'
import { proposeRebalance } from '~/lib/placement'
import { type Estate, makeEstate } from '~/testing/estate'
import { addInstance } from '../testing/resources'

const staff = staffTestContext(newId('staff'), ['capacity'])

describe('proposeRebalance', () => {
  const { sql } = useTestDatabase()
  let estate: Estate

  beforeAll(async () => {
    estate = await makeEstate(sql, { hosts: { count: 3, vcpu: 32 } })
    for (let i = 0; i < 6; i += 1) await addInstance(estate, { name: `web-${i}` })
  })

  const propose = () => proposeRebalance(staff, estate.zone.zoneId, 10)
  const placed = () => sql<{ resource_id: string; host_id: Id<'host'> }[]>`
    select resource_id, host_id from allocations
    where zone_id = ${estate.zone.zoneId} and host_id is not null order by resource_id`

  test('empties all hosts but one when one can hold everything, and moves nothing by itself', async () => {
    const before = await placed()
    const inUse = new Set(before.map((row) => row.host_id)).size
    const proposal = await propose()
    expect(proposal.hostsInUse).toEqual({ before: inUse, after: 1 })
    expect(proposal.freedHosts).toHaveLength(inUse - 1)
    for (const move of proposal.moves) {
      const claim = before.find((row) => row.resource_id === move.serverId)
      expect(move).toMatchObject({ why: 'room', vcpu: 2, memoryMib: 4096, diskGib: 50 })
      expect(move.from.id).toBe(claim?.host_id)
      expect(move.server).toMatch(/^web-\d$/)
      expect(proposal.freedHosts.map(({ id }) => id)).toContain(move.from.id)
    }
    expect([...(await placed())]).toEqual([...before])
  })

  test('repairs an anti-affinity rule first, and keeps it while emptying hosts', async () => {
    const claims = await placed()
    const crowded = claims.find((row) => claims.filter((each) => each.host_id === row.host_id).length > 1)
    const pair = claims.filter((row) => row.host_id === crowded?.host_id).slice(0, 2)
    const groupId = newId('placementGroup')
    const { organisationId, projectId } = estate.own
    await sql`insert into placement_groups (id, organisation_id, project_id, name, relation, level, strength, created_at)
      values (${groupId}, ${organisationId}, ${projectId}, 'paire', 'apart', 'host', 'must', ${staff.now})`
    for (const { resource_id } of pair)
      await sql`insert into placement_group_members (organisation_id, group_id, resource_id)
        values (${organisationId}, ${groupId}, ${resource_id})`
    const { moves, broken, hostsInUse } = await propose()
    expect(moves[0]).toMatchObject({ why: 'rule', from: { id: crowded?.host_id } })
    expect(pair.map((row) => row.resource_id)).toContain(moves[0]?.serverId)
    expect(broken).toEqual([])
    expect(hostsInUse.after).toBe(2)

    await sql`update placement_groups set relation = 'together' where id = ${groupId}`
    const kept = await propose()
    for (const { resource_id } of pair)
      expect(kept.moves.map((move) => move.serverId)).not.toContain(resource_id)
    await sql`delete from placement_group_members where group_id = ${groupId}`
  })

  test('moves servers only between hosts with the same labels', async () => {
    for (const [index, hostId] of estate.zone.hostIds.entries())
      await relabelHost(staff, { hostId, labels: { lot: String(index) } })
    const { moves, freedHosts } = await propose()
    expect({ moves, freedHosts }).toEqual({ moves: [], freedHosts: [] })
  })

  test('is available to staff who may read the inventory, for existing zones', async () => {
    const moderator = staffTestContext(newId('staff'), [])
    await expect(proposeRebalance(moderator, estate.zone.zoneId, 10)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(proposeRebalance(staff, newId('zone'), 10)).rejects.toMatchObject({ code: 'not_found' })
    await expect(proposeRebalance(staff, 'zon_x', 10)).rejects.toMatchObject({ code: 'not_found' })
  })
})
