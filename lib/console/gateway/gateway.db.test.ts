import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type WebSocket from 'ws'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds } from '~/lib/kernel/time/clock'
import { consoleEndCodes, consoleEndOf } from '../client'
import { openConsole } from '../index'
import { type ConsoleWorld, connect, makeConsoleWorld, openWith } from '../testing/consoles'
import { closeAbandoned } from './admit'

const database = useTestDatabase()
let world: ConsoleWorld
beforeAll(async () => {
  world = await makeConsoleWorld(database)
}, 60_000)
afterAll(() => world?.close())

type Audit = { event: string; actor_id: string; organisation_id: string; details: Record<string, unknown> }
const journalOf = (id: string) =>
  world.query<Audit>(
    `select event, actor_id, organisation_id, details from audit_events
     where subject_id = $1 and event like 'instance.console%' order by occurred_at, id`,
    id,
  )
/** Long enough for a busy machine. */
const patience = { interval: 30 }
/** A browser that misses two checks in a row counts as gone: this process is both sides, and may be busy. */
const checkMs = 1_000
const shows = (console: { shown(): string }, pattern: RegExp) =>
  expect.poll(() => console.shown(), patience).toMatch(pattern)

describe('a console', () => {
  test('is a shell; the audit trail has the person, duration and end reason, and none of the input', async () => {
    const [id, ctx] = [await world.server(), await world.person()]
    const console = await openWith(await world.gateway(), ctx, id)
    await shows(console, /~# $/)
    console.type('echo hello-$((40+2))\r')
    await shows(console, /\nhello-42\r\n/)
    console.socket.send(JSON.stringify({ columns: 111, rows: 33 }))
    console.type('stty size\r')
    await shows(console, /\n33 111\r\n/)
    world.pass(42)
    console.type('exit 7\r')
    expect(await console.ended).toEqual({ code: consoleEndCodes.exited, reason: '7' })
    await expect.poll(() => journalOf(id), patience).toHaveLength(3)
    const { accountId, organisationId } = world.estate.own
    const by = { actor_id: accountId, organisation_id: organisationId }
    expect(await journalOf(id)).toEqual([
      { event: 'instance.console_asked', ...by, details: {} },
      { event: 'instance.console_opened', ...by, details: {} },
      { event: 'instance.console_closed', ...by, details: { seconds: 42, reason: 'exited' } },
    ])
  })

  test('opens with a valid ticket although connections without one fill all waiting places', async () => {
    const gateway = await world.gateway({ waitingMax: 3, waitingMaxOfCaller: 100 })
    const silent = Array.from({ length: 9 }, () => connect(gateway))
    await expect
      .poll(() => silent.filter(({ socket }) => socket.readyState > socket.CONNECTING).length, patience)
      .toBe(9)
    const console = await openWith(gateway, await world.person(), await world.server())
    await shows(console, /~# $/)
    for (const { socket } of [...silent, console]) socket.close()
  })

  test('opens once per ticket; used, wrong and expired tickets get the same answer', async () => {
    const [id, ctx, gateway] = [await world.server(), await world.person(), await world.gateway()]
    const first = await openWith(gateway, ctx, id)
    await shows(first, /~# $/)
    const size = { columns: 80, rows: 24 }
    const late = await openConsole(ctx, { instanceId: id })
    world.pass(31)
    const refused = { code: consoleEndCodes.ticket_refused, reason: '' }
    for (const ticket of [first.ticket, 'A'.repeat(43), late.ticket])
      expect(await connect(gateway, { ticket, ...size }).ended).toEqual(refused)
    // They do not affect the open console.
    first.type('echo still-$((1+1))\r')
    await shows(first, /\nstill-2\r\n/)
    first.socket.close()
  })

  test('opens once if many use one ticket at once', async () => {
    const [id, ctx, gateway] = [await world.server(), await world.person(), await world.gateway()]
    const { ticket } = await openConsole(ctx, { instanceId: id })
    const all = Array.from({ length: 6 }, () => connect(gateway, { ticket, columns: 80, rows: 24 }))
    const codes = Promise.all(all.map(async ({ ended }) => (await ended).code))
    await expect
      .poll(() => all.filter(({ socket }) => socket.readyState === socket.CLOSED).length, patience)
      .toBe(all.length - 1)
    for (const { socket } of all) socket.close(1000)
    expect((await codes).filter((code) => code !== consoleEndCodes.ticket_refused)).toEqual([1000])
  })

  test('is refused to pages of another origin, to other paths, and without a first message', async () => {
    const gateway = await world.gateway({ firstMessageMs: 50 })
    await expect(connect(gateway, {}, { origin: 'http://elsewhere.test' }).ended).rejects.toThrow('403')
    const refused = { code: consoleEndCodes.ticket_refused, reason: '' }
    expect(await connect(gateway).ended).toEqual(refused)
    for (const first of [null, 'x', { ticket: 'x', columns: 80, rows: 24 }, { ticket: 'A'.repeat(43) }])
      expect(await connect(gateway, first).ended).toEqual(refused)
  })

  test('is closed after a frame that is too large, and after a malformed message', async () => {
    const [id, ctx, gateway] = [await world.server(), await world.person(), await world.gateway()]
    const large = await openWith(gateway, ctx, id)
    await shows(large, /~# $/)
    large.socket.send(Buffer.alloc(40_000))
    expect((await large.ended).code).toBe(1009)
    const strange = await openWith(gateway, ctx, id)
    await shows(strange, /~# $/)
    strange.socket.send('{"columns":0,"rows":24}')
    expect((await strange.ended).code).toBe(consoleEndCodes.bad_message)
  })

  test.each([
    ['idle', { idleMs: 100 }],
    ['too_long', { wholeMs: 100 }],
  ] as const)('ends by %s', async (end, limits) => {
    const [id, ctx, gateway] = [await world.server(), await world.person(), await world.gateway(limits)]
    const console = await openWith(gateway, ctx, id)
    expect(consoleEndOf((await console.ended).code)).toBe(end)
    await expect.poll(() => journalOf(id), patience).toHaveLength(3)
    expect((await journalOf(id))[2]?.details).toMatchObject({ reason: end })
  })

  test.each([
    [
      'access_ended',
      `update account_sessions set ended_at = now(), ended_reason = 'signed_out' where token_hash = $1`,
      'session',
    ],
    [
      'access_ended',
      `update organisation_members set role = 'reader' where organisation_id = $1`,
      'organisation',
    ],
    ['access_ended', `update organisations set state = 'suspended' where id = $1`, 'organisation'],
    [
      'access_ended',
      `update organisation_members set removed_at = now() where organisation_id = $1`,
      'organisation',
    ],
    ['server_stopped', `update instances set state = 'stopping' where id = $1`, 'instance'],
  ] as const)('ends with %s soon after: %s', async (end, change, of) => {
    const own = await makeConsoleWorld(database)
    const [id, ctx, gateway] = [await own.server(), await own.person(), await own.gateway({ checkMs })]
    const console = await openWith(gateway, ctx, id)
    await shows(console, /~# $/)
    const ids = {
      session: ctx.actor.sessionHash,
      organisation: own.estate.own.organisationId,
      instance: id,
    }
    await own.query(change, ids[of])
    expect(consoleEndOf((await console.ended).code)).toBe(end)
    await own.close()
  })

  test('extends the session while the person types, and not otherwise', async () => {
    const [id, ctx, gateway] = [await world.server(), await world.person(), await world.gateway({ checkMs })]
    const seen = async () =>
      (
        await world.query<{ at: Date }>(
          'select last_seen_at as at from account_sessions where token_hash = $1',
          ctx.actor.sessionHash,
        )
      )[0]?.at.getTime()
    const console = await openWith(gateway, ctx, id)
    await shows(console, /~# $/)
    const before = await seen()
    world.pass(60)
    const reportedAt = () =>
      world.query<{ at: Date }>(
        'select seen_at as at from console_tickets where instance_id = $1 and seen_at = $2',
        id,
        world.now().toISOString(),
      )
    await expect.poll(reportedAt, patience).toHaveLength(1)
    expect(await seen()).toBe(before)
    console.type('x')
    await expect.poll(seen, patience).toBe(world.now().getTime())
    console.socket.close()
  })

  test.each<[string, (socket: WebSocket) => void]>([
    ['a pong', (socket) => socket.pong()],
    ['a message', (socket) => socket.send(JSON.stringify({ columns: 100, rows: 30 }))],
  ])('answered by %s survives one missed check, not two, and is audited as left', async (_, answer) => {
    const [id, ctx, gateway] = [
      await world.server(),
      await world.person(),
      await world.gateway({ checkMs: 100 }),
    ]
    const console = await openWith(gateway, ctx, id, { autoPong: false })
    let questions = 0
    console.socket.on('ping', () => {
      questions += 1
      if (questions === 1) answer(console.socket)
    })
    await console.ended
    // One answered, two not; one more if the answer was late.
    expect([3, 4]).toContain(questions)
    await expect.poll(() => journalOf(id), patience).toHaveLength(3)
    expect((await journalOf(id))[2]?.details).toMatchObject({ reason: 'left' })
  })

  test('is limited per person', async () => {
    const own = await makeConsoleWorld(database)
    const [id, ctx, gateway] = [await own.server(), await own.person(), await own.gateway({ perPerson: 2 })]
    const open = () => openWith(gateway, ctx, id)
    const standing = [await open(), await open()]
    for (const each of standing) await shows(each, /~# $/)
    expect((await (await open()).ended).code).toBe(consoleEndCodes.too_many)
    standing[0]?.socket.close()
    const isFree = () =>
      own.query('select 1 from console_tickets where instance_id = $1 and closed_at is not null', id)
    await expect.poll(isFree, patience).toHaveLength(2)
    const next = await open()
    await shows(next, /~# $/)
    await own.close()
    expect(consoleEndOf((await next.ended).code)).toBe('leaving')
  })

  test('of a dead gateway is closed by another one, dated at its last report', async () => {
    const [id, ctx, gateway] = [await world.server(), await world.person(), await world.gateway()]
    const console = await openWith(gateway, ctx, id)
    await shows(console, /~# $/)
    const later = addSeconds(world.now(), 59)
    await closeAbandoned(systemTestContext(later))
    expect(await journalOf(id)).toHaveLength(2)
    await closeAbandoned(systemTestContext(addSeconds(later, 2)))
    const closed = { event: 'instance.console_closed', details: { seconds: 0, reason: 'unreachable' } }
    expect((await journalOf(id))[2]).toMatchObject(closed)
    // The dead gateway returns: its own end is not recorded a second time.
    console.socket.close()
    await gateway.stop()
    expect(await journalOf(id)).toHaveLength(3)
  })
})
