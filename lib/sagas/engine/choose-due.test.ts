import { describe, expect, it } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { chooseDue, type DueSaga } from './choose-due'

const a: Id<'organisation'> = 'org_a'
const b: Id<'organisation'> = 'org_b'
const due = (organisationId: Id<'organisation'>, count: number): DueSaga[] =>
  Array.from({ length: count }, (_, index) => ({ id: `sag_${organisationId}${index}`, organisationId }))
const names = (sagas: DueSaga[]) => sagas.map((saga) => saga.id)

describe('chooseDue', () => {
  it('serves organisations in turn, independent of arrival order', () => {
    const chosen = chooseDue([...due(a, 5), ...due(b, 2)], new Map(), { perOrganisation: 8, total: 4 })
    expect(names(chosen)).toEqual(['sag_org_a0', 'sag_org_b0', 'sag_org_a1', 'sag_org_b1'])
  })

  it('takes no more of one organisation than its share, including those in progress', () => {
    expect(chooseDue(due(a, 9), new Map([[a, 2]]), { perOrganisation: 3, total: 100 })).toHaveLength(1)
    expect(chooseDue(due(a, 9), new Map([[a, 3]]), { perOrganisation: 3, total: 100 })).toEqual([])
  })

  it('serves organisations with nothing in progress first', () => {
    const chosen = chooseDue([...due(a, 3), ...due(b, 1)], new Map([[a, 1]]), {
      perOrganisation: 8,
      total: 2,
    })
    expect(names(chosen)).toEqual(['sag_org_b0'])
  })

  it('never exceeds the room of the worker', () => {
    expect(chooseDue(due(a, 9), new Map([[b, 4]]), { perOrganisation: 8, total: 4 })).toEqual([])
  })
})
