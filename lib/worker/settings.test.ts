import { afterEach, expect, test, vi } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { readWorkerSettings } from './settings'

afterEach(() => vi.unstubAllEnvs())

test('management ranges are separated by commas or spaces', () => {
  expect(readWorkerSettings().managementRanges).toEqual([])
  vi.stubEnv('MANAGEMENT_RANGES', '10.90.0.0/24, 192.168.7.1 10.0.0.0/8')
  expect(readWorkerSettings().managementRanges).toEqual(['10.90.0.0/24', '192.168.7.1', '10.0.0.0/8'])
})

test('a worker crashes at CRASH_AT alone', () => {
  expect(readWorkerSettings().developer.crashAt).toBeNull()
  const sagaId = newId('saga')
  vi.stubEnv('CRASH_AT', `create_instance.boot.run.after_effect@${sagaId}`)
  const point = 'create_instance.boot.run.after_effect'
  expect(readWorkerSettings().developer.crashAt).toEqual({ point, sagaId, signal: 'SIGKILL' })
})
