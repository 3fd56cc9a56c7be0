import { expect, test } from 'vitest'
import en from '~/i18n/en/audit.json'
import fr from '~/i18n/fr/audit.json'
import { toFacts } from './to-facts'

const facts = (details: Record<string, unknown>) =>
  toFacts(details, 'fr').map(({ names, kind, text }) => [names.join(' '), kind, text])

test('formats sizes, amounts and instants like the rest of the page', () => {
  expect(facts({ sizeGib: 100, memoryMib: 2_048, reachableAt: '2026-11-02T10:00:00.000Z' })).toEqual([
    ['sizeGib', 'text', '100\u00a0Go'],
    ['memoryMib', 'text', '2\u00a0Gio'],
    ['reachableAt', 'text', '02/11/2026 11:00:00'],
  ])
  expect(facts({ capCents: '123456' })).toEqual([['capCents', 'text', expect.stringMatching(/1\s234,56\s€/)]])
})

test('puts days and months in words, but no number or name that looks like one', () => {
  expect(facts({ period: '2026-10', dueOn: '2026-12-01', number: '2026-14', name: '2026-10-01' })).toEqual([
    ['period', 'text', 'octobre 2026'],
    ['dueOn', 'text', '1er décembre 2026'],
    ['number', 'text', '2026-14'],
    ['name', 'text', '2026-10-01'],
  ])
})

test('flattens nested facts, and puts before and after each under its name', () => {
  expect(facts({ from: { vcpu: 2 }, to: { vcpu: 4 }, remedy: { do: 'stop' } })).toEqual([
    ['from vcpu', 'text', '2'],
    ['to vcpu', 'text', '4'],
    ['do', 'word', 'stop'],
  ])
})

test('distinguishes translated words from free text, and leaves out empty values', () => {
  expect(facts({ state: 'in_service', reason: 'Barrette', to: null, ok: true, none: [], empty: '' })).toEqual(
    [
      ['state', 'word', 'in_service'],
      ['reason', 'text', 'Barrette'],
      ['to', 'none', ''],
      ['ok', 'yes', ''],
    ],
  )
  expect(facts({ roles: ['owner'], hosts: ['a', 'b'], parts: [{ name: 'x' }, { name: 'y' }] })).toEqual([
    ['roles', 'word', 'owner'],
    ['hosts', 'text', 'a, b'],
    ['name', 'text', 'x'],
    ['name', 'text', 'y'],
  ])
})

test('names in both languages why the journal is broken and why a database is held', () => {
  const breaks = ['heads_altered', 'rewritten', 'altered', 'missing_before', 'cut']
  const recoveries = ['new_system', 'new_database', 'new_timeline', 'new_place', 'journal_behind']
  for (const reason of [...breaks, ...recoveries]) {
    expect(facts({ reason })).toEqual([['reason', 'word', reason]])
    for (const words of [fr.value, en.value]) expect(words).toHaveProperty(reason)
  }
})
