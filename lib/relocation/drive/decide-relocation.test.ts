import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { relocationMoveStates, relocationStates } from '~/db/schema/planning'
import { decideRelocation, type MoveFacts, type RelocationFacts } from './decide-relocation'

const hour = 3_600_000
const now = new Date('2026-11-25T22:30:00Z')
const at = (hours: number) => new Date(now.getTime() + hours * hour)

const facts = (change: Partial<RelocationFacts> = {}): RelocationFacts => ({
  state: 'running',
  concurrentMax: 2,
  startsAt: at(-1),
  endsAt: null,
  ...change,
})
const moves = (...states: (MoveFacts['state'] | Partial<MoveFacts>)[]): MoveFacts[] =>
  states.map((each, index) => ({
    instanceId: `ins_${index}`,
    position: index,
    slotAt: null,
    saga: null,
    state: 'waiting',
    ...(typeof each === 'string' ? { state: each } : each),
  }))
const saga = (state: 'running' | 'parked' | 'succeeded' | 'undone', failureCode: string | null = null) => ({
  state,
  failureCode,
})

describe('decideRelocation', () => {
  it.each([
    [
      'starts in order, as many as allowed at once',
      facts(),
      moves('waiting', 'waiting'),
      { due: ['ins_0', 'ins_1'], room: 2 },
    ],
    [
      'counts moves in progress',
      facts(),
      moves('moving', 'waiting', 'waiting'),
      { due: ['ins_1', 'ins_2'], room: 1 },
    ],
    ['waits for the window', facts({ startsAt: at(1) }), moves('waiting'), { due: [], ends: null }],
    [
      'pauses after the window',
      facts({ endsAt: at(0) }),
      moves('waiting', 'moving'),
      { due: [], ends: 'paused' },
    ],
    [
      'is over after the last move',
      facts({ endsAt: at(-0.5) }),
      moves({ state: 'moving', saga: saga('succeeded') }),
      { ends: 'over' },
    ],
    ['waits for its window even with nothing to move', facts({ startsAt: at(1) }), [], { ends: null }],
    [
      'puts the chosen slot before the plan’s order',
      facts({ startsAt: at(-2) }),
      moves({ slotAt: at(-1) }, { slotAt: at(1) }, 'waiting'),
      { due: ['ins_2', 'ins_0'] },
    ],
    [
      'waits for a parked saga',
      facts(),
      moves({ state: 'moving', saga: saga('parked') }),
      { finished: [], ends: null },
    ],
    [
      'pauses on a failure once nothing else is left',
      facts(),
      moves('moved', { state: 'moving', saga: saga('undone', 'unreachable') }),
      { finished: [{ instanceId: 'ins_1', to: 'failed', failureCode: 'unreachable' }], ends: 'paused' },
    ],
    ['continues after a failure', facts(), moves('failed', 'waiting'), { due: ['ins_1'], ends: null }],
    [
      'starts nothing while paused, and still records ends',
      facts({ state: 'paused' }),
      moves('waiting', { state: 'moving', saga: saga('succeeded') }),
      { finished: [{ instanceId: 'ins_1', to: 'moved', failureCode: null }], due: [], ends: null },
    ],
    [
      'skips waiting moves once stopped',
      facts({ state: 'stopped' }),
      moves('waiting', 'moving'),
      { finished: [{ instanceId: 'ins_0', to: 'skipped', failureCode: null }], ends: null },
    ],
    [
      'undoes the last move first, once nothing moves',
      facts({ state: 'undoing' }),
      moves('moved', 'moved', 'waiting'),
      { back: ['ins_1', 'ins_0'], ends: null },
    ],
    [
      'waits for moves in progress before it undoes',
      facts({ state: 'undoing' }),
      moves('moved', 'moving'),
      { back: [], ends: null },
    ],
    [
      'is undone once all are back or never moved',
      facts({ state: 'undoing' }),
      moves('returned', 'skipped', 'failed'),
      { back: [], ends: 'undone' },
    ],
  ] as const)('%s', (_name, given, rows, expected) => {
    expect(decideRelocation(given, rows, now)).toMatchObject(expected)
  })

  it('never starts a forbidden move, for any rows', () => {
    const drawnMove = fc.record({
      state: fc.constantFrom(...relocationMoveStates),
      slotAt: fc.option(fc.integer({ min: -3, max: 3 }).map(at)),
      saga: fc.option(
        fc.constantFrom(saga('running'), saga('parked'), saga('succeeded'), saga('undone', 'x')),
      ),
    })
    const drawnFacts = fc.record({
      state: fc.constantFrom(...relocationStates),
      concurrentMax: fc.integer({ min: 1, max: 4 }),
      startsAt: fc.integer({ min: -3, max: 3 }).map(at),
      endsAt: fc.option(fc.integer({ min: -3, max: 3 }).map(at)),
    })
    fc.assert(
      fc.property(drawnFacts, fc.array(drawnMove, { maxLength: 8 }), (given, drawn) => {
        const rows = moves(...drawn)
        const turn = decideRelocation(given, rows, now)
        const state = (id: string) => rows.find((row) => row.instanceId === id)?.state
        const moving = rows.filter(
          (row) =>
            ['moving', 'returning'].includes(row.state) &&
            !turn.finished.some((each) => each.instanceId === row.instanceId),
        )
        expect(turn.room).toBe(Math.max(0, given.concurrentMax - moving.length))
        for (const id of turn.due) {
          expect(given.state).toBe('running')
          expect(state(id)).toBe('waiting')
          expect(given.startsAt <= now && (!given.endsAt || now < given.endsAt)).toBe(true)
          const slot = rows.find((row) => row.instanceId === id)?.slotAt
          expect(!slot || slot <= now).toBe(true)
        }
        if (turn.back.length > 0) expect(given.state).toBe('undoing')
        for (const each of turn.finished) {
          const row = rows.find((one) => one.instanceId === each.instanceId)
          if (each.to === 'moved' || each.to === 'returned') expect(row?.saga?.state).toBe('succeeded')
          if (each.to === 'failed') expect(row?.saga?.state).toBe('undone')
        }
        if (turn.ends === 'over' || turn.ends === 'undone') expect(moving).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })
})
