import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { changeHostState } from '~/lib/datacentre'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { proposeRebalance } from '~/lib/placement'
import { moveInstance } from '~/lib/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { chooseMoveSlot } from '../choose-move-slot'
import { getRelocation } from '../get-relocation'
import { listOwnMoves } from '../list-own-moves'
import { listRelocations } from '../list-relocations'
import { proposeDrain } from '../start/propose-drain'
import { rebalanceKeyOf } from '../start/rebalance-key'
import { startDrain } from '../start/start-drain'
import { startRebalance } from '../start/start-rebalance'
import {
  drain,
  gatherOn,
  hostOf,
  hostState,
  makeServer,
  staffAt,
  statesOf,
  turn,
  turnUntil,
  violations,
  workerNow,
} from '../testing/drain-world'
import { driveRelocations } from './drive-relocations'
import { turnRelocation } from './turn-relocation'

const database = useTestDatabase()
let world: SagaWorld
const servers: Id<'instance'>[] = []
const hours = (value: number) => addSeconds(systemNow(), value * 3_600)

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://localhost:3000'
  world = await openSagaWorld(database.current)
  for (let each = 0; each < 5; each += 1) servers.push(await makeServer(world))
  servers.push(await makeServer(world, world.estate.foreign))
})
afterAll(() => world?.close())
afterEach(async () => {
  expect(await violations(world)).toEqual([])
})

const gather = () => gatherOn(world)

describe('a drain', () => {
  test('empties the host as planned, never more at once than allowed, and notifies affected customers', async () => {
    const hostId = await gather()
    const proposal = await proposeDrain(staffAt(), hostId)
    expect(proposal).toMatchObject({
      canMove: true,
      mayBeDrained: true,
      relocationId: null,
      organisations: 2,
    })
    expect(proposal.moves).toHaveLength(6)
    expect(proposal.stays).toEqual([])
    // Without a move before, which is so when the servers were placed together, nothing is measured.
    const { secondsPerMove, secondsInAll } = proposal.duration
    expect(secondsInAll).toBe(secondsPerMove === null ? null : Math.ceil(3 * secondsPerMove))
    await world.rows.query('delete from notices')
    await world.rows.query(`delete from mail_messages where template = 'servers-move'`)
    const relocationId = await drain(hostId)
    expect(await hostState(world, hostId)).toBe('draining')
    expect(await statesOf(world, relocationId)).toEqual({
      state: 'running',
      moves: Array(6).fill('waiting'),
    })

    const mails = await world.rows.query<{ text_body: string }>(
      `select text_body from mail_messages where template = 'servers-move' order by text_body`,
    )
    expect(mails).toHaveLength(2)
    const names = await world.rows.query<{ id: string; name: string }>('select id, name from instances')
    const nameOf = (id: string | undefined) => names.find((each) => each.id === id)?.name ?? '?'
    const foreignMail = mails.find((mail) => mail.text_body.includes(nameOf(servers[5])))
    expect(foreignMail?.text_body).not.toContain(nameOf(servers[0]))

    expect(await turnUntil(world, relocationId, 'done')).toBe(2)
    expect(await hostState(world, hostId)).toBe('maintenance')
    for (const id of servers) expect(await hostOf(world, id)).not.toBe(hostId)
    const view = await getRelocation(staffAt(), { id: relocationId })
    expect(view).toMatchObject({ state: 'done', moves: 6, moved: 6, failed: 0, left: [], secondsLeft: 0 })
    for (const planned of proposal.moves) {
      const item = view.items.find((each) => each.instanceId === planned.serverId)
      expect(item).toMatchObject({ from: { id: hostId }, to: { id: planned.to.id }, state: 'moved' })
    }
    const notices = await world.rows.query<{ kind: string }>('select kind from notices order by kind')
    expect(notices.map((notice) => notice.kind)).toEqual([
      'move_done',
      'move_done',
      'move_planned',
      'move_planned',
    ])
    expect((await listRelocations(staffAt()))[0]).toMatchObject({ id: relocationId, state: 'done' })
  })

  test('can be paused and resumed; stopped, it leaves the host cordoned and waiting servers in place', async () => {
    const hostId = await gather()
    const relocationId = await drain(hostId)
    await turn(world)
    await turnRelocation(staffAt(), { relocationId, to: 'pause' })
    await turn(world)
    const held = await statesOf(world, relocationId)
    expect(held).toEqual({
      state: 'paused',
      moves: ['moved', 'moved', 'waiting', 'waiting', 'waiting', 'waiting'],
    })
    await turn(world)
    expect(await statesOf(world, relocationId)).toEqual(held)
    await turnRelocation(staffAt(), { relocationId, to: 'resume' })
    await turn(world)
    await turnRelocation(staffAt(), { relocationId, to: 'stop' })
    await turn(world)
    expect(await statesOf(world, relocationId)).toEqual({
      state: 'stopped',
      moves: ['moved', 'moved', 'moved', 'moved', 'skipped', 'skipped'],
    })
    expect(await hostState(world, hostId)).toBe('cordoned')
    for (const to of ['pause', 'resume', 'stop', 'undo'] as const)
      await expect(turnRelocation(staffAt(), { relocationId, to })).rejects.toMatchObject({
        code: 'state_forbids',
      })
  })

  test('can be undone: all servers return and the host takes servers again', async () => {
    const hostId = await gather()
    const relocationId = await drain(hostId)
    await turn(world)
    await driveRelocations(workerNow())
    await turnRelocation(staffAt(), { relocationId, to: 'undo' })
    expect(await turnUntil(world, relocationId, 'undone')).toBeLessThanOrEqual(2)
    expect((await statesOf(world, relocationId)).moves).toEqual([
      ...Array(4).fill('returned'),
      ...Array(2).fill('skipped'),
    ])
    for (const id of servers) expect(await hostOf(world, id)).toBe(hostId)
    expect(await hostState(world, hostId)).toBe('in_service')
  })

  test('plans another host if the planned one has no room any more', async () => {
    const hostId = await gather()
    const [first] = (await proposeDrain(staffAt(), hostId)).moves
    if (!first) throw new Error('nothing to move')
    const relocationId = await drain(hostId)
    await changeHostState(staffAt(), {
      hostId: first.to.id,
      to: 'maintenance',
      reason: 'Panne d’alimentation',
    })
    await turnUntil(world, relocationId, 'done')
    for (const id of servers) expect([hostId, first.to.id]).not.toContain(await hostOf(world, id))
  })

  test('waits for a person if a move fails, and retries it on request', async () => {
    const hostId = await gather()
    const relocationId = await drain(hostId, { concurrentMax: 6 })
    await driveRelocations(workerNow())
    await world.rows.query(
      `update sagas set state = 'undone', failure_code = 'rejected' where kind = 'move_instance' and state = 'running' and resource_id = $1`,
      servers[0] ?? '',
    )
    await world.rows.query(`update instances set state = 'running' where id = $1`, servers[0] ?? '')
    await world.rows.query(`select app.settle_move($1, false, now())`, servers[0] ?? '')
    await turnUntil(world, relocationId, 'paused')
    const view = await getRelocation(staffAt(), { id: relocationId })
    expect(view).toMatchObject({ moved: 5, failed: 1 })
    expect(view.items.find((item) => item.state === 'failed')).toMatchObject({
      instanceId: servers[0],
      failureCode: 'rejected',
    })
    await turnRelocation(staffAt(), { relocationId, to: 'resume' })
    await turnUntil(world, relocationId, 'done')
  })

  test('pauses if its host is declared failed', async () => {
    const hostId = await gather()
    const relocationId = await drain(hostId)
    await changeHostState(staffAt(), { hostId, to: 'failed', reason: 'Ne répond plus' })
    await turn(world)
    expect(await statesOf(world, relocationId)).toEqual({
      state: 'paused',
      moves: Array(6).fill('waiting'),
    })
    await expect(turnRelocation(staffAt(), { relocationId, to: 'resume' })).rejects.toMatchObject({
      code: 'state_forbids',
    })
    await turnRelocation(staffAt(), { relocationId, to: 'stop' })
    expect(await hostState(world, hostId)).toBe('failed')
    await turn(world)
  })

  test('moves no more at once than allowed, with any number of workers', async () => {
    const hostId = await gather()
    const relocationId = await drain(hostId, { concurrentMax: 3 })
    const look = () => driveRelocations(workerNow())
    await Promise.all([look(), look(), look(), look()])
    const { moves } = await statesOf(world, relocationId)
    expect(moves.filter((state) => state === 'moving').length).toBeLessThanOrEqual(3)
    expect(moves).toContain('moving')
    await turnUntil(world, relocationId, 'done')
  })

  test('is refused if a server left the host between planning and start', async () => {
    const hostId = await gather()
    const { planKey } = await proposeDrain(staffAt(), hostId)
    const { sql } = database
    const waiting = () => countWaiting(sql)
    const claim = (from: string, to: string) =>
      sql`update allocations set state = ${to} where resource_id = ${servers[0] ?? ''} and state = ${from}`
    let outcome: Promise<unknown> | undefined
    await sql.begin(async (held) => {
      await held`select from hosts where id = ${hostId} for update`
      outcome = startDrain(staffAt(), {
        hostId,
        reason: 'Essai',
        planKey,
        concurrentMax: 2,
        startsAt: null,
        windowHours: null,
      }).catch((error: unknown) => error)
      await expect.poll(waiting).toBe(1)
      await claim('posted', 'released')
    })
    expect(await outcome).toMatchObject({ code: 'conflict', params: { reason: 'plan_changed' } })
    await claim('released', 'posted')
    expect(await hostState(world, hostId)).toBe('in_service')
  })

  test('is refused for an outdated plan, a second drain, and staff with read access', async () => {
    const hostId = await gather()
    const { planKey } = await proposeDrain(staffAt(), hostId)
    const input = { hostId, reason: 'Essai', planKey, concurrentMax: 2, startsAt: null, windowHours: null }
    const auditor = staffTestContext(newId('staff'), ['auditor'], systemNow())
    await expect(startDrain(auditor, input)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(startDrain(staffAt(), { ...input, planKey: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'conflict',
      params: { reason: 'plan_changed' },
    })
    const past = addSeconds(systemNow(), -60).toISOString()
    await expect(startDrain(staffAt(), { ...input, startsAt: past })).rejects.toMatchObject({
      field: 'startsAt',
    })
    expect(await hostState(world, hostId)).toBe('in_service')
    const relocationId = await drain(hostId)
    await expect(startDrain(staffAt(), input)).rejects.toMatchObject({ code: 'state_forbids' })
    await expect(turnRelocation(auditor, { relocationId, to: 'stop' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await turnRelocation(staffAt(), { relocationId, to: 'undo' })
    await turnUntil(world, relocationId, 'undone')
    await expect(proposeDrain(staffAt(), newId('host'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(getRelocation(staffAt(), { id: newId('relocation') })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('a window', () => {
  test('lets customers choose an hour for their own servers, and respects it', async () => {
    const hostId = await gather()
    const startsAt = hours(2)
    const relocationId = await drain(hostId, { concurrentMax: 6, startsAt, windowHours: 4 })
    await turn(world)
    expect((await statesOf(world, relocationId)).moves).toEqual(Array(6).fill('waiting'))
    const own = world.estate.own.as('technical', systemNow())
    const moves = (await listOwnMoves(own)).filter((move) => move.relocationId === relocationId)
    expect(moves.map((move) => move.instanceId).sort()).toEqual(servers.slice(0, 5).sort())
    const [chosen] = moves
    if (!chosen) throw new Error('no move is shown')
    expect(chosen.slots).toHaveLength(4)
    const choice = { relocationId, instanceId: chosen.instanceId, slotAt: chosen.slots[3] ?? null }
    await chooseMoveSlot(own, choice)
    const reader = world.estate.own.as('reader', systemNow())
    await expect(chooseMoveSlot(reader, choice)).rejects.toMatchObject({ code: 'forbidden' })
    const foreign = world.estate.foreign.as('technical', systemNow())
    await expect(chooseMoveSlot(foreign, choice)).rejects.toMatchObject({ code: 'not_found' })
    const never = { ...choice, slotAt: hours(3.3).toISOString() }
    await expect(chooseMoveSlot(own, never)).rejects.toMatchObject({ field: 'slotAt', code: 'invalid_input' })
    await expect(chooseMoveSlot({ ...own, membership: null }, choice)).rejects.toMatchObject({
      code: 'not_found',
    })

    await turn(world, addSeconds(startsAt, 1))
    await turn(world, addSeconds(startsAt, 2))
    const { moves: states } = await statesOf(world, relocationId)
    expect(states.filter((state) => state === 'moved')).toHaveLength(5)
    await expect(
      chooseMoveSlot(own, { ...choice, instanceId: moves[1]?.instanceId ?? chosen.instanceId }),
    ).rejects.toMatchObject({ code: 'not_found' })
    await turn(world, addSeconds(startsAt, 3 * 3_600))
    await turn(world, addSeconds(startsAt, 3 * 3_600 + 1))
    expect((await statesOf(world, relocationId)).state).toBe('done')
  })

  test('ends on time: moves that have not begun wait for a person', async () => {
    const hostId = await gather()
    const relocationId = await drain(hostId, { startsAt: hours(1), windowHours: 1 })
    await turn(world, hours(2.5))
    expect(await statesOf(world, relocationId)).toEqual({
      state: 'paused',
      moves: Array(6).fill('waiting'),
    })
    await turnRelocation(staffAt(hours(3)), { relocationId, to: 'resume' })
    await turnUntil(world, relocationId, 'done', hours(3))
  })
})

test('a rebalancing makes the proposed moves, once', async () => {
  const hostId = await gather()
  const { zoneId, hostIds } = world.estate.zone
  const away = hostIds.find((id) => id !== hostId) ?? hostId
  const instanceId = servers[0] ?? newId('instance')
  await withSystem(workerNow(), (tx) =>
    moveInstance(tx, workerNow(), { instanceId, toHostId: away, mayBreakRules: false }),
  )
  await turn(world)
  const proposal = await proposeRebalance(staffAt(), zoneId, 10)
  expect(proposal).toMatchObject({ hostsInUse: { before: 2, after: 1 } })
  const input = {
    zoneId,
    movesMax: 10 as const,
    reason: 'Libérer un hôte',
    planKey: rebalanceKeyOf(proposal),
    concurrentMax: 2,
    startsAt: null,
    windowHours: null,
  }
  const { relocationId } = await startRebalance(staffAt(), input)
  await expect(startRebalance(staffAt(), input)).rejects.toMatchObject({ code: 'conflict' })
  await turnUntil(world, relocationId, 'done')
  for (const move of proposal.moves) expect(await hostOf(world, move.serverId)).toBe(move.to.id)
  expect((await proposeRebalance(staffAt(), zoneId, 10)).hostsInUse).toEqual({ before: 1, after: 1 })
  await expect(startRebalance(staffAt(), input)).rejects.toMatchObject({
    code: 'conflict',
    params: { reason: 'plan_changed' },
  })
})
