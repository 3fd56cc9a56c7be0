import { describe, expect, it } from 'vitest'
import { isId, newId, timeOfId, toId } from './ids'

describe('ids', () => {
  it('have the format of their kind', () => {
    expect(isId('instance', newId('instance'))).toBe(true)
    expect(isId('volume', newId('instance'))).toBe(false)
    expect(isId('instance', `${newId('instance')}x`)).toBe(false)
  })

  it('are taken from text that has their format, and from no other', () => {
    const id: string = newId('instance')
    expect(toId('instance', id)).toBe(id)
    expect(() => toId('volume', id)).toThrow('not the id of a kind volume')
  })

  it('contain the instant at which they were made', () => {
    for (const millis of [0, 1_764_000_000_123, 2 ** 48 - 1])
      expect(timeOfId(newId('publicAddress', millis)).getTime()).toBe(millis)
  })

  it('sort in order of creation, within one millisecond and beyond', () => {
    const made = Array.from({ length: 5_000 }, (_unused, index) =>
      newId('order', 1_764_000_000_000 + Math.floor(index / 1_000)),
    )
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
  })

  it('keep the order of one kind and moment when ids of other kinds and moments are made in between', () => {
    const made = Array.from({ length: 100 }, (_unused, index) => {
      newId('mail', 1_764_000_000_000 + index)
      newId('audit', 1_764_000_000_001 + index)
      return newId('audit', 1_764_000_000_000)
    })
    expect([...made].sort()).toEqual(made)
  })
})
