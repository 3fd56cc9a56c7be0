import { expect, test, vi } from 'vitest'
import { DomainError } from '../errors'
import { retryConflicts } from './retry-conflicts'

const failing = (code: string) => Object.assign(new Error('refused by the database'), { code })

test('a transaction that met a deadlock is repeated', async () => {
  const transaction = vi.fn<() => Promise<string>>()
  transaction.mockRejectedValueOnce(failing('40P01')).mockResolvedValueOnce('done')
  expect(await retryConflicts(transaction)).toBe('done')
})

test('a transaction that always meets a deadlock is refused with a retryable code', async () => {
  const transaction = vi.fn<() => Promise<string>>().mockRejectedValue(failing('40P01'))
  await expect(retryConflicts(transaction)).rejects.toMatchObject({ code: 'unavailable' })
  expect(transaction).toHaveBeenCalledTimes(4)
})

test('a transaction that waited too long for a lock is not repeated', async () => {
  const transaction = vi.fn<() => Promise<string>>().mockRejectedValue(failing('55P03'))
  await expect(retryConflicts(transaction)).rejects.toMatchObject({ code: 'unavailable' })
  expect(transaction).toHaveBeenCalledOnce()
})

test('a refusal is not retried', async () => {
  const refusal = new DomainError('conflict')
  await expect(retryConflicts(() => Promise.reject(refusal))).rejects.toBe(refusal)
})
