import { describe, expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { awaitsApprovalOf, awaitsSignature, findFreeDelegator } from './decision-rules'

const [buyer, one, two, delegate] = ['buyer', 'one', 'two', 'delegate'].map(
  (id) => `acc_${id}` as Id<'account'>,
) as [Id<'account'>, Id<'account'>, Id<'account'>, Id<'account'>]

describe('a delegate decides', () => {
  const order = { placedBy: buyer, reasons: ['approval'] as const }

  test('not for the person who placed the order', () => {
    expect(findFreeDelegator(order, [buyer], [])).toBeUndefined()
    expect(findFreeDelegator(order, [buyer, one], [])).toBe(one)
  })

  test('for an approver for whom it was not decided, unless an obstacle stops the order', () => {
    const decided = [{ by: one, onBehalfOf: one }]
    expect(findFreeDelegator(order, [one], decided)).toBeUndefined()
    expect(findFreeDelegator(order, [one, two], decided)).toBe(two)
    expect(findFreeDelegator({ ...order, reasons: ['obstacle'] }, [one], decided)).toBe(one)
  })
})

test('an approval is awaited of a person until they give it, or a delegate for them', () => {
  expect(awaitsApprovalOf(one, ['approval'], [])).toBe(true)
  expect(awaitsApprovalOf(one, ['operator'], [])).toBe(false)
  expect(awaitsApprovalOf(one, ['approval'], [{ by: one, onBehalfOf: one }])).toBe(false)
  expect(awaitsApprovalOf(one, ['approval'], [{ by: delegate, onBehalfOf: one }])).toBe(false)
  expect(awaitsApprovalOf(two, ['approval'], [{ by: delegate, onBehalfOf: one }])).toBe(true)
})

test('a quote is signed once the operator has accepted it', () => {
  expect(awaitsSignature(['quote'])).toBe(true)
  expect(awaitsSignature(['quote', 'operator'])).toBe(false)
  expect(awaitsSignature(['approval'])).toBe(false)
})
