import { expect, test } from 'vitest'
import en from '~/i18n/en/webhooks.json'
import audit from '~/i18n/fr/audit.json'
import fr from '~/i18n/fr/webhooks.json'
import { auditEvents } from '~/lib/audit/events'
import { auditedTypes, eventResourceNames, eventTypes } from './catalogue'
import { emittedData } from './emitted'
import { coveredTypes, matchesEvent } from './patterns'

test('each audited type is an event of the audit log, and each type is in the catalogue once', () => {
  const recorded = new Set<string>(auditEvents)
  expect([...auditedTypes].filter((type) => !recorded.has(type))).toEqual([])
  expect(new Set(eventTypes).size).toBe(eventTypes.length)
  expect(eventTypes.length).toBeGreaterThan(150)
})

test('each event and each resource has a name in both languages', () => {
  const named = (type: string) => type.replace('.', '_')
  for (const texts of [fr, en])
    expect(Object.keys(texts.resource).sort()).toEqual([...eventResourceNames].sort())
  expect(
    Object.keys(emittedData).filter((type) => !(named(type) in fr.event && named(type) in en.event)),
  ).toEqual([])
  expect([...auditedTypes].filter((type) => !(named(type) in audit.event))).toEqual([])
})

test('a pattern covers everything, a resource, or one event', () => {
  expect(coveredTypes(['*'])).toEqual(eventTypes)
  expect(coveredTypes(['probe.*'])).toEqual([
    'probe.created',
    'probe.changed',
    'probe.removed',
    'probe.failing',
    'probe.recovered',
  ])
  expect(matchesEvent(['name.*'], 'name.added')).toBe(true)
  expect(matchesEvent(['name.*'], 'network.created'), 'a prefix is not a resource').toBe(false)
  expect(matchesEvent(['instance.renamed'], 'instance.renamed_again')).toBe(false)
})
