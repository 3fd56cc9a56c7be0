import { describe, expect, test } from 'vitest'
import { operations } from '../operations'
import { openApiDocument } from './openapi'

const document = openApiDocument(operations) as {
  paths: Record<string, Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>>
  components: { schemas: Record<string, unknown> }
}
const text = JSON.stringify(document)

describe('the document of the API', () => {
  test('names each operation once', () => {
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map((each) => each.operationId),
    )
    expect(ids.sort()).toEqual(operations.map(({ id }) => id).sort())
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('refers to schemas that it has', () => {
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '')
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name)
    expect(text).not.toContain('#/$defs/')
  })

  test('describes each parameter of a path', () => {
    for (const [path, item] of Object.entries(document.paths))
      for (const entry of Object.values(item)) {
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        const described = (entry.parameters ?? [])
          .filter((each) => each.in === 'path')
          .map(({ name }) => name)
        expect([path, described]).toEqual([path, named])
      }
  })

  test('refuses unknown fields in requests, and lets answers grow', () => {
    const { NewOrder, Instance } = document.components.schemas as Record<
      string,
      { additionalProperties?: unknown }
    >
    expect(NewOrder?.additionalProperties).toBe(false)
    expect(Instance).not.toHaveProperty('additionalProperties')
  })
})
