import { expect, test } from 'vitest'
import { isPlainActionBody } from './action-body'

test.each([
  '[]',
  '[{}]',
  '[{"name":"web-01","quantity":3,"keys":["key_1"],"note":null,"address":{"city":"Lille"}}]',
  '[{"price":"$$12","voucher":"$undefined"}]',
  '["a","b"]',
])('%s is plain data', (body) => {
  expect(isPlainActionBody(body)).toBe(true)
})

test.each([
  '',
  '{{{',
  '{}',
  '"text"',
  '[1,2,3,4,5]',
  '["$1"]',
  '["$@1"]',
  '["$F1"]',
  '["$K1"]',
  '["$B1"]',
  '["$D2026-11-25"]',
  '["$n9007199254740993"]',
  '["$NaN"]',
  '["$Infinity"]',
  '[{"a":{"b":["$1:__proto__:then"]}}]',
  '[{"__proto__":{"isOwner":true}}]',
  '[{"then":"x"}]',
  `[${'['.repeat(200)}${']'.repeat(200)}]`,
])('%s is not plain data', (body) => {
  expect(isPlainActionBody(body)).toBe(false)
})
