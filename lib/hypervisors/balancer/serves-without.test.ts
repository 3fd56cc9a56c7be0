import { expect, it } from 'vitest'
import { servesWithout } from './serves-without'

const server = (instanceId: string, health: 'up' | 'down' | 'unknown', isDraining = false) => ({
  instanceId,
  health,
  isDraining,
})

it('a pool serves without a server when another one answers and is not drained', () => {
  const own = server('a', 'up')
  expect(servesWithout([own, server('b', 'up')], 'a')).toBe(true)
  expect(servesWithout([own], 'a')).toBe(false)
  expect(servesWithout([own, server('b', 'down'), server('c', 'unknown')], 'a')).toBe(false)
  expect(servesWithout([own, server('b', 'up', true)], 'a')).toBe(false)
})
