import { describe, expect, it } from 'vitest'
import { applyInstanceChange, applyVolumeChange } from './apply-change'
import type { SimulatedInstance, SimulatedVolume } from './queries/index'

const dueAt = new Date('2026-01-01T00:00:10Z')
const instance = { name: 'ins-1', power: 'stopped', vcpu: 1 } as SimulatedInstance
const volume = { name: 'vol-1', sizeGib: 10, attachedTo: 'ins-1' } as SimulatedVolume
const well = { dueAt, failureCode: null }
const badly = { dueAt, failureCode: 'operation_failed' }

describe('an instance', () => {
  it('answers some time after its boot, measured from the boot', () => {
    expect(applyInstanceChange(instance, { action: 'start', networkMs: 600 }, well)).toEqual({
      power: 'running',
      reachableAt: new Date('2026-01-01T00:00:10.600Z'),
      previousPower: 'stopped',
    })
  })

  it('never answers if the boot requested that', () => {
    expect(applyInstanceChange(instance, { action: 'restart', networkMs: null }, well)).toMatchObject({
      reachableAt: null,
    })
  })

  it('leaves nothing after a failed creation, an error after a failed boot, and the previous state otherwise', () => {
    const boot = { action: 'start', networkMs: 0 } as const
    expect(applyInstanceChange(instance, { action: 'create' }, badly)).toBe('removed')
    expect(applyInstanceChange(instance, boot, { dueAt, failureCode: 'boot_failed' })).toMatchObject({
      power: 'error',
    })
    expect(applyInstanceChange(instance, boot, badly)).toEqual({})
    expect(applyInstanceChange(instance, { action: 'delete' }, badly)).toEqual({})
  })

  it('does not accept a change of a volume', () => {
    expect(() => applyInstanceChange(instance, { action: 'grow', sizeGib: 1 }, well)).toThrow(
      'no change grow',
    )
  })
})

describe('a volume', () => {
  it('never shrinks', () => {
    expect(applyVolumeChange(volume, { action: 'grow', sizeGib: 20 }, well)).toEqual({ sizeGib: 20 })
    expect(applyVolumeChange(volume, { action: 'grow', sizeGib: 5 }, well)).toEqual({ sizeGib: 10 })
  })

  it('is detached only from the instance that has it', () => {
    expect(applyVolumeChange(volume, { action: 'detach', instanceName: 'ins-1' }, well)).toEqual({
      attachedTo: null,
    })
    expect(applyVolumeChange(volume, { action: 'detach', instanceName: 'ins-2' }, well)).toEqual({})
  })

  it('leaves nothing after a failed creation', () => {
    expect(applyVolumeChange(volume, { action: 'create' }, badly)).toBe('removed')
    expect(applyVolumeChange(volume, { action: 'delete' }, badly)).toEqual({})
  })
})
