import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { byUrgency, countByPage, countToDo, type InboxItem } from './items'

const server = { id: 'ins_1' as Id<'instance'>, name: 'web-01' }
const items: InboxItem[] = [
  { kind: 'deleted_server', ...server, until: null },
  { kind: 'budget', id: 'bud_1' as Id<'budget'>, name: 'Tout', percent: 90 },
  { kind: 'no_key' },
  { kind: 'failed_server', ...server },
  { kind: 'alarm', ...server, probes: 2, since: '2026-11-10T09:00:00Z' },
  {
    kind: 'overdue',
    documents: ['inv_1', 'inv_2'] as Id<'invoice'>[],
    openCents: '4200',
    dueOn: '2026-05-12',
    isFormal: true,
  },
]

test('what is owed comes first, and what is only to be known last', () => {
  expect(byUrgency(items).map(({ kind }) => kind)).toEqual([
    'overdue',
    'failed_server',
    'alarm',
    'no_key',
    'budget',
    'deleted_server',
  ])
})

test('the number of a page is that of its items, each late invoice counted; the sum is that of the pages', () => {
  const counts = countByPage(items)
  expect(counts).toEqual({ billing: 2, instances: 2, keys: 1 })
  expect(countToDo(items)).toBe(Object.values(counts).reduce((sum, each) => sum + each, 0))
  expect(countToDo([])).toBe(0)
})
