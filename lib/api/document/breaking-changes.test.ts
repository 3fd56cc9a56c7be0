import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { operations } from '../operations'
import { breakingChanges } from '../testing/breaking-changes'
import { openApiDocument } from './openapi'

type Json = Record<string, unknown>
const today = JSON.parse(JSON.stringify(openApiDocument(operations))) as Json

/** A document with one operation of this body and answer. */
const documentOf = (body: Json, answer: Json, more: Json = {}): Json => ({
  paths: {
    '/v1/things': {
      post: {
        requestBody: { content: { 'application/json': { schema: body } } },
        responses: { 200: { content: { 'application/json': { schema: answer } } } },
        ...more,
      },
    },
  },
  components: {
    schemas: { Thing: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } },
  },
})
const thing = { $ref: '#/components/schemas/Thing' }
const bodyOf = (properties: Json, required: string[] = []) => ({ type: 'object', properties, required })
const name = { type: 'string', maxLength: 60 }
const base = documentOf(bodyOf({ name, size: { enum: ['small', 'large'] } }, ['name']), thing)

test.each<[string, Json, string[]]>([
  ['the same document', base, []],
  [
    'a new optional field, a wider one, and more in the answer',
    documentOf(
      bodyOf(
        { name: { type: 'string', maxLength: 80 }, size: { enum: ['small', 'large', 'huge'] }, note: name },
        ['name'],
      ),
      bodyOf({ id: { type: 'string' }, state: { type: 'string' } }, ['id', 'state']),
    ),
    [],
  ],
  [
    'a new required field and a narrower one',
    documentOf(
      bodyOf({ name: { type: 'string', maxLength: 40 }, size: { enum: ['small'] }, zone: name }, [
        'name',
        'zone',
      ]),
      thing,
    ),
    [
      'POST /v1/things body.name: maxLength 40',
      'POST /v1/things body.size: no longer large',
      'POST /v1/things body.zone: required',
    ],
  ],
  [
    'a gone field and another type in the answer',
    documentOf(bodyOf({ name, size: { enum: ['small', 'large'] } }, ['name']), bodyOf({ state: name })),
    ['POST /v1/things 200.id: gone'],
  ],
  ['a gone operation', { ...base, paths: {} }, ['POST /v1/things: gone']],
  [
    'a new required parameter',
    documentOf(bodyOf({ name, size: { enum: ['small', 'large'] } }, ['name']), thing, {
      parameters: [{ name: 'zone', in: 'query', required: true, schema: name }],
    }),
    ['POST /v1/things query zone: required'],
  ],
])('%s', (_, after, expected) => {
  expect(breakingChanges(base, after).sort()).toEqual(expected)
})

test('each operation that would go from today’s document is found', () => {
  for (const [path, item] of Object.entries(today.paths as Record<string, Json>))
    for (const method of Object.keys(item)) {
      const { [method]: _, ...others } = item
      const after = { ...today, paths: { ...(today.paths as Json), [path]: others } }
      expect(breakingChanges(today, after)).toEqual([`${method.toUpperCase()} ${path}: gone`])
    }
})

test('the document breaks no client of a released one', () => {
  for (const file of globSync('lib/api/document/released/*.json'))
    expect([file, breakingChanges(JSON.parse(readFileSync(file, 'utf8')) as Json, today)]).toEqual([file, []])
  expect(breakingChanges(today, today)).toEqual([])
})
