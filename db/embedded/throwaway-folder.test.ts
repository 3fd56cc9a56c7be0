import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, test, vi } from 'vitest'
import { chooseThrowawayFolder } from './throwaway-folder'

const gibibytes = (count: number) => count * 2 ** 30
const memory = '/dev/shm'

describe('where a throwaway cluster goes', () => {
  test('never in memory when commits must survive a restart', () => {
    vi.spyOn(process, 'availableMemory').mockReturnValue(gibibytes(64))
    expect(chooseThrowawayFolder(undefined, true)).toBe(tmpdir())
  })

  test('on disk when other programs would lack the memory', () => {
    vi.spyOn(process, 'availableMemory').mockReturnValue(gibibytes(7))
    expect(chooseThrowawayFolder(undefined, false)).toBe(tmpdir())
  })

  test('in memory when there is room and the machine has a memory file system', () => {
    vi.spyOn(process, 'availableMemory').mockReturnValue(gibibytes(64))
    const hasRoom = existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > gibibytes(4)
    expect(chooseThrowawayFolder(undefined, false)).toBe(hasRoom ? memory : tmpdir())
  })
})
