import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { invariants } from '~/db/invariants/invariants'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { addInstance } from '../testing/resources'
import { meterSilentHosts } from './meter-silent-hosts'

describe('compute of servers on an unreachable host', () => {
  const { sql } = useTestDatabase()
  const startedAt = new Date('2026-11-24T09:00:00Z')
  const at = (seconds: number) => addSeconds(startedAt, seconds)
  let estate: Estate
  let server: Id<'instance'>
  let hostId: string
  let vantageId: string

  beforeAll(async () => {
    estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
    hostId = estate.zone.hostIds[0] ?? ''
    vantageId = newId('vantage')
    await sql`insert into probe_vantages (id, zone_id, kind, name, created_at)
      values (${vantageId}, ${estate.zone.zoneId}, 'control', 'control', ${startedAt})`
  })
  beforeEach(async () => {
    await sql`delete from host_silences`
    await sql`update hosts set unreachable_since = null`
    await sql`update instances set state = 'stopped' where state = 'running'`
    server = await addInstance(estate, { state: 'running', at: startedAt })
    await sql`update instances set host_id = ${hostId} where id = ${server}`
  })

  const meter = (seconds: number) =>
    Promise.all(Array.from({ length: 8 }, () => meterSilentHosts(workerAt(at(seconds)))))
  const silence = async (seconds: number) => {
    await sql`update hosts set unreachable_since = ${at(seconds)} where id = ${hostId}`
    await sql`insert into host_silences (id, host_id, from_at) values (${newId('hostSilence')}, ${hostId}, ${at(seconds)})`
  }
  const back = async (seconds: number) => {
    await sql`update hosts set unreachable_since = null where id = ${hostId}`
    await sql`update host_silences set to_at = ${at(seconds)} where host_id = ${hostId} and to_at is null`
  }
  const look = async (seconds: number, reading: 'up' | 'down') => {
    await sql`update probe_vantages set last_round_at = ${at(seconds)} where id = ${vantageId}`
    await sql`insert into probe_states (vantage_id, subject_id, subject_kind, organisation_id, reading, state)
      values (${vantageId}, ${server}, 'instance', ${estate.own.organisationId}, ${reading}, ${reading})
      on conflict (vantage_id, subject_id) do update set reading = excluded.reading, state = excluded.state`
  }
  const metered = async (of: 'compute' | 'root_disk' = 'compute') => {
    const rows = await sql`select started_at, ended_at from usage_intervals
      where resource_id = ${server} and meter = ${of} order by started_at`
    const seconds = (instant: Date | null) =>
      instant && Math.round((instant.getTime() - startedAt.getTime()) / 1_000)
    return rows.map(({ started_at, ended_at }) => [seconds(started_at), seconds(ended_at)])
  }

  test('ends before the first failed check of the host, and starts again once the server answers', async () => {
    await silence(600)
    await meter(605)
    expect(await metered()).toEqual([[0, null]])
    await meter(613)
    expect(await metered()).toEqual([[0, 585]])
    expect(await metered('root_disk')).toEqual([[0, null]])
    await back(900)
    await look(905, 'down')
    await meter(906)
    expect(await metered()).toEqual([[0, 585]])
    await look(915, 'up')
    await meter(916)
    expect(await metered()).toEqual([
      [0, 585],
      [916, null],
    ])
  })

  test('starts again after two minutes without any vantage', async () => {
    await silence(600)
    await meter(620)
    await back(700)
    await meter(819)
    expect(await metered()).toEqual([[0, 585]])
    await meter(821)
    expect(await metered()).toEqual([
      [0, 585],
      [821, null],
    ])
  })

  test('continues through an outage of a few seconds, and stays ended for a server stopped meanwhile', async () => {
    await silence(600)
    await back(608)
    await meter(620)
    expect(await metered()).toEqual([[0, null]])
    await silence(700)
    await meter(720)
    await sql`update instances set state = 'stopped' where id = ${server}`
    await back(800)
    await look(810, 'up')
    await meter(1_000)
    expect(await metered()).toEqual([[0, 685]])
  })

  test('of many outages is not billed for any second between the first failed check and the answer', async () => {
    let second = 0
    const lost: [number, number][] = []
    for (let round = 0; round < 12; round += 1) {
      const from = second + 200 + 37 * round
      const to = from + 13 + 29 * round
      await silence(from)
      await meter(from + 13)
      await back(to)
      await look(to + 8, 'up')
      await meter(to + 9)
      lost.push([from, to])
      second = to + 9
    }
    const billed = await metered()
    for (const [from, to] of lost)
      expect(
        billed.filter(([start, end]) => (start ?? 0) < to && (end ?? Number.POSITIVE_INFINITY) > from),
      ).toEqual([])
    expect(billed).toHaveLength(13)
  })

  test('satisfies the invariants, during the outage and after', async () => {
    const statement = invariants.find(({ name }) => name === 'open_usage')?.statement ?? ''
    const violations = async () =>
      (await sql.unsafe(statement)).filter(({ id }) => id === server).map(({ compute }) => Number(compute))
    expect(await violations()).toEqual([])
    await silence(600)
    // Of days ago by the database's clock, and still metered.
    expect(await violations()).toEqual([1])
    await meter(620)
    expect(await violations()).toEqual([])
    await back(700)
    await meter(900)
    expect(await violations()).toEqual([])
  })
})
