import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { definitions } from './definitions'

const all = Object.values(definitions)

test('names follow the conventions of Prometheus', () => {
  const names = all.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, kind } of all) {
    expect(name).toMatch(/^andromede(_[a-z0-9]+)+$/)
    if (kind === 'counter') expect(name).toMatch(/_total$/)
    if (kind === 'histogram') expect(name).toMatch(/_seconds$/)
    if (kind === 'gauge') expect(name).not.toMatch(/_(total|count|sum|bucket)$/)
  }
})

test('every help text is one sentence', () => {
  for (const { help } of all) expect(help).toMatch(/^[A-Z1].{10,110}\.$/)
})

test('no label could name a customer, an account or a single object', () => {
  const known = new Set(all.flatMap(({ labels }) => labels))
  expect([...known].sort()).toEqual([
    'action',
    'channel',
    'code',
    'kind',
    'operation',
    'outcome',
    'pool',
    'route',
    'schema',
    'service',
    'state',
    'status',
    'sweeper',
    'task',
    'version',
    'zone',
  ])
})

test('the page for operators lists each metric with its labels, and no other', () => {
  const page = readFileSync('docs/operating/metrics.md', 'utf8')
  const listed = [...page.matchAll(/^\| `(andromede_[a-z_]+)` \| ([^|]*) \|/gm)]
  expect(listed.map(([, name, labels]) => [name, labels?.trim().replaceAll('`', '')])).toEqual(
    all.map(({ name, labels }) => [name, labels.join(', ')]),
  )
})
