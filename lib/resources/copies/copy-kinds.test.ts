import { expect, test } from 'vitest'
import { snapshotStates } from '~/db/schema/resources/snapshots'
import { systemTestContext } from '~/db/testing/contexts'
import { newId } from '~/lib/kernel/ids'
import { changeCopyState } from './change-copy-state'
import { copyKinds, copyTransitions } from './copy-kinds'

test.each(snapshotStates)('a copy that is %s can end as deleted, and never leaves that state', (state) => {
  const reached = new Set([state])
  for (const each of reached) for (const next of copyTransitions[each]) reached.add(next)
  expect(reached).toContain('deleted')
  expect(copyTransitions.deleted).toEqual([])
})

test("a transition outside a copy's life cycle is refused before any row is read", () => {
  const change = { from: ['failed'], to: 'available', effectiveAt: new Date() } as const
  const act = () =>
    changeCopyState(undefined as never, systemTestContext(), 'backup', newId('backup'), change)
  expect(act).toThrow('a copy goes from failed to available')
})

test('no two kinds share a saga, and the events of a kind have its name', () => {
  const kinds = Object.values(copyKinds)
  const sagas = kinds.flatMap(({ sagas }) => Object.values(sagas))
  expect(new Set(sagas).size).toBe(sagas.length)
  for (const { resourceKind, events } of kinds)
    for (const event of Object.values(events)) expect(event.startsWith(`${resourceKind}.`)).toBe(true)
})
