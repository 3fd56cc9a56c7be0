import { expect, it } from 'vitest'
import { DriverError } from '../../port/driver-error'
import { createIncusContext } from '../context'
import type { IncusHttp } from '../wire/http-client'
import { cardFilters, isolation, makeIsolated } from './guest-limits'

const incus = () =>
  createIncusContext({
    http: {} as IncusHttp,
    project: 'default',
    installation: 'test',
    now: () => new Date(),
  })

it('a host without free user ids creates containers with shared ones and remembers that', async () => {
  const isolated: boolean[] = []
  const connection = incus()
  const make = async (isIsolated: boolean) => {
    isolated.push(isIsolated)
    if (isIsolated)
      throw new DriverError('operation_failed', {
        rawText: 'Not enough uid/gid available for the container',
      })
  }
  await makeIsolated(connection, make)
  await makeIsolated(connection, make)
  expect(isolated).toEqual([true, false, false])
})

it('another failure is not mistaken for a lack of user ids', async () => {
  const fail = () => Promise.reject(new DriverError('capacity', { rawText: 'No space left on device' }))
  await expect(makeIsolated(incus(), fail)).rejects.toMatchObject({ code: 'capacity' })
})

it('virtual machines need no isolation; a card without a reserved address is bound by its hardware address only', () => {
  expect(isolation('virtual-machine', true)).toEqual({})
  expect(Object.keys(isolation('container', true))).toEqual(['limits.processes', 'security.idmap.isolated'])
  expect(Object.keys(cardFilters(null))).toEqual(['security.mac_filtering'])
})
