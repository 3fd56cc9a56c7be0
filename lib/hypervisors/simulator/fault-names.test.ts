import { describe, expect, it } from 'vitest'
import {
  changingOperations,
  faultInLabel,
  faultNames,
  faultStrikes,
  simulatedOperations,
} from './fault-names'
import { networkMs, operationMs } from './latencies'
import { lateFailure, refusalBeforeEffect } from './refusals'

it.each([
  ['fail-at-boot', 'fail-at-boot'],
  ['fail-at-boot-1', 'fail-at-boot'],
  ['Fail-at-Boot-12', 'fail-at-boot'],
  ['error-500', 'error-500'],
  ['error-500-2', 'error-500'],
  ['web-1', null],
  ['not-fail-at-boot', null],
  ['fail-at-boot-again', null],
  ['constructor', null],
])('the label %s requests %s', (label, fault) => {
  expect(faultInLabel(label)).toBe(fault)
})

it('strikes the given operation, or by default its own kinds', () => {
  expect(faultStrikes('fail-at-boot', 'startInstance', null)).toBe(true)
  expect(faultStrikes('fail-at-boot', 'createInstance', null)).toBe(false)
  expect(faultStrikes('error-500', 'observeInstance', null)).toBe(false)
  expect(faultStrikes('error-500', 'observeInstance', 'observeInstance')).toBe(true)
  expect(faultStrikes('error-500', 'createInstance', 'observeInstance')).toBe(false)
})

it('every fault has at least one operation to strike', () => {
  for (const name of faultNames) {
    expect(simulatedOperations.some((operation) => faultStrikes(name, operation, null))).toBe(true)
  }
})

it('a fault refuses before the effect or fails late, never both', () => {
  for (const name of faultNames) {
    expect(refusalBeforeEffect(name) !== null && lateFailure(new Set([name])) !== null).toBe(false)
  }
})

describe('latencies', () => {
  const pace = { latencyPercent: 100, isSlow: false }

  it('a server with a volume is reachable within three seconds', () => {
    const steps = ['createVolume', 'createInstance', 'attachVolume', 'startInstance'] as const
    const totalMs = steps.reduce((sum, step) => sum + operationMs(step, pace), networkMs(pace))
    expect(totalMs).toBeGreaterThan(1000)
    expect(totalMs).toBeLessThanOrEqual(3000)
  })

  it('every change has its latency, none at 0 %, ten times as much when slow', () => {
    for (const operation of changingOperations) {
      expect(operationMs(operation, pace)).toBeGreaterThan(0)
      expect(operationMs(operation, { latencyPercent: 0, isSlow: true })).toBe(0)
      expect(operationMs(operation, { ...pace, isSlow: true })).toBe(10 * operationMs(operation, pace))
    }
  })
})
