import { expect, it } from 'vitest'
import { failureOfProblem, pauseAfter, renewalOf } from './acme-error'

it.each([
  ['urn:ietf:params:acme:error:rateLimited', 'rate_limited'],
  ['urn:ietf:params:acme:error:caa', 'caa'],
  ['urn:ietf:params:acme:error:unauthorized', 'not_reached'],
  ['urn:ietf:params:acme:error:somethingNew', 'rejected'],
  ['', 'rejected'],
])('the problem %j means %s', (type, failure) => expect(failureOfProblem(type)).toBe(failure))

it.each([
  [1, 0, 60],
  [2, 0, 300],
  [6, 0, 86_400],
  [60, 0, 86_400],
  [1, 3_600, 3_600],
  [6, 3_600, 86_400],
  [1, 1e9, 7 * 86_400],
])('after %d attempts and a wish of %d seconds, the pause is %d seconds', (attempts, wished, pause) => {
  expect(pauseAfter(attempts, wished)).toBe(pause)
})

it('a certificate of 90 days is renewed after 60', () => {
  const [validFrom, validTo] = [new Date('2026-12-01T00:00:00Z'), new Date('2027-03-01T00:00:00Z')]
  expect(renewalOf({ validFrom, validTo })).toEqual(new Date('2027-01-30T00:00:00Z'))
})
