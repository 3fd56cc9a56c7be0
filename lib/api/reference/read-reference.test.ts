import { expect, test } from 'vitest'
import french from '../document/french.json'
import { operations } from '../operations'
import type { ApiDocument } from './json-schema'
import { apiDocumentText, describeOperation, listOperations } from './read-reference'

const document = JSON.parse(apiDocumentText()) as ApiDocument

test('each operation is described, in its group', () => {
  const listed = listOperations('en').flatMap((group) => group.operations.map(({ id }) => id))
  expect(listed.sort()).toEqual(operations.map(({ id }) => id).sort())
  for (const { id } of operations) expect(describeOperation(id, 'fr')?.id).toBe(id)
  expect(describeOperation('placeOrders', 'en')).toBeNull()
  expect(describeOperation('constructor', 'en')).toBeNull()
})

test('each text of the reference has its French, and no other has', () => {
  const texts = new Set<string>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each)
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) {
        if (name === 'description' && typeof each === 'string') texts.add(each)
        else walk(each)
      }
  }
  walk(document.components.schemas)
  for (const entry of Object.values(document.paths).flatMap((each) => Object.values(each))) {
    walk([entry.parameters, entry.requestBody])
    for (const { content } of Object.values(entry.responses)) walk(content)
  }
  for (const { summary, description } of operations) {
    texts.add(summary)
    if (description) texts.add(description)
  }
  expect(Object.keys(french).sort()).toEqual([...texts].sort())
})

test('operations are found by words of their summary, path or name', () => {
  const found = (text: string, locale: 'fr' | 'en' = 'fr') =>
    listOperations(locale, text).flatMap((group) => group.operations.map(({ id }) => id))
  expect(found('demarrer serveur')).toContain('startInstance')
  expect(found('Répartiteur')).toContain('orderBalancer')
  expect(found('POST /v1/orders', 'en')).toContain('placeOrder')
  expect(found('no such operation', 'en')).toEqual([])
})

test('fields are listed below those that contain them', () => {
  const { body, answer, parameters } = describeOperation('placeOrder', 'en') ?? {}
  const names = body?.map(({ name }) => name) ?? []
  expect(names).toContain('lines')
  expect(names.indexOf('lines[].bundleId')).toBeGreaterThan(names.indexOf('lines'))
  expect(body?.find(({ name }) => name === 'lines[].bundleId')).toMatchObject({
    depth: 1,
    type: 'text',
    isRequired: true,
    values: ['bun_…'],
  })
  expect(answer?.find(({ name }) => name === 'outcome')?.values).toEqual(['accepted', 'held', 'quoted'])
  expect(parameters?.map(({ name, place }) => [name, place])).toEqual([['Idempotency-Key', 'header']])
})

test('types and limits are in the language of the page', () => {
  const types = (locale: 'fr' | 'en') =>
    new Set(
      operations.flatMap(({ id }) => {
        const { parameters = [], body = [], answer = [] } = describeOperation(id, locale) ?? {}
        return [...parameters, ...body, ...answer].flatMap(({ type, limits }) => `${type} ${limits ?? ''}`)
      }),
    )
  const english = /\b(list of|text|integer|number|boolean|object|any|or|characters|items)\b/
  expect([...types('fr')].filter((each) => english.test(each))).toEqual([])
  expect([...types('en')].filter((each) => /[éà]|\b(liste|texte|ou)\b/.test(each))).toEqual([])
  expect(types('en').size).toBeGreaterThan(10)
})
