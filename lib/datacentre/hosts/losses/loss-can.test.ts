import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostStates } from '../host-states'
import { type LostHostFacts, lossCan } from './loss-can'

const silent: LostHostFacts = {
  state: 'in_service',
  isSilent: true,
  canMove: true,
  loss: null,
  allocations: 3,
}
const declared = { isConfirmed: false, isForgotten: false, hasAnswered: false }
const confirmed = { isConfirmed: true, isForgotten: true, hasAnswered: false }
const reason = (decision: ReturnType<typeof lossCan.declare>) => (decision.allowed ? null : decision.reason)

test.each([
  ['a silent host', {}, null],
  ['a host that answers', { isSilent: false }, 'host_answers'],
  ['a host declared before', { loss: declared }, 'host_declared_lost'],
  ['a retired host', { state: 'retired' }, 'host_retired'],
  ['the only host of its zone', { canMove: false }, 'one_host'],
] as const)('%s: declaring it lost is answered with %s', (_name, over, wanted) => {
  expect(reason(lossCan.declare({ ...silent, ...over }))).toBe(wanted)
})

test.each([
  ['without a declaration', null, true, 'host_not_declared_off'],
  ['of a silent host', declared, true, null],
  ['of a host that gave a sign of life', { ...declared, hasAnswered: true }, true, 'host_answers'],
  ['of a host that answers', declared, false, 'host_answers'],
  ['a second time', confirmed, true, 'host_loss_confirmed'],
] as const)('confirming %s is answered with the reason', (_name, loss, isSilent, wanted) => {
  expect(reason(lossCan.confirm({ ...silent, loss, isSilent }))).toBe(wanted)
})

test('a confirmed loss is not withdrawn, and a host with claims is not used again', () => {
  expect(reason(lossCan.withdraw({ ...silent, loss: declared }))).toBeNull()
  expect(reason(lossCan.withdraw({ ...silent, loss: confirmed }))).toBe('host_loss_confirmed')
  const back = { ...confirmed, hasAnswered: true }
  expect(reason(lossCan.withdraw({ ...silent, loss: back }))).toBe('host_loss_confirmed')
  const inTime = { ...back, isForgotten: false }
  expect(reason(lossCan.withdraw({ ...silent, loss: inTime }))).toBeNull()
  expect(reason(lossCan.withdraw({ ...silent, loss: { ...inTime, hasAnswered: false } }))).toBe(
    'host_loss_confirmed',
  )
  expect(reason(lossCan.reuse({ ...silent, loss: confirmed }))).toBe('host_must_be_empty')
  expect(reason(lossCan.reuse({ ...silent, loss: confirmed, allocations: 0 }))).toBeNull()
  expect(reason(lossCan.reuse({ ...silent, loss: declared, allocations: 0 }))).toBe('host_not_declared_off')
})

const anyLoss = fc.option(
  fc.record({ isConfirmed: fc.boolean(), isForgotten: fc.boolean(), hasAnswered: fc.boolean() }),
  { nil: null },
)

test('a server starts elsewhere only when two people agreed, the host is forgotten and gave no sign of life', () => {
  fc.assert(
    fc.property(anyLoss, (loss) => {
      const may = lossCan.recover(loss).allowed
      expect(may).toBe(Boolean(loss?.isConfirmed && loss.isForgotten && !loss.hasAnswered))
    }),
  )
})

test('at any moment one of declaring, confirming and recovering is possible at most', () => {
  const anyHost = fc.record({
    state: fc.constantFrom(...hostStates),
    isSilent: fc.boolean(),
    canMove: fc.boolean(),
    loss: anyLoss,
    allocations: fc.nat(3),
  })
  fc.assert(
    fc.property(anyHost, (host) => {
      const possible = [lossCan.declare(host), lossCan.confirm(host), lossCan.recover(host.loss)]
      expect(possible.filter(({ allowed }) => allowed).length).toBeLessThanOrEqual(1)
    }),
  )
})
