import { expect, it } from 'vitest'
import { type Id, newId } from '~/lib/kernel/ids'
import type { Driver } from '../port/driver'
import { driverOfDrift } from './compared-hypervisor'

const surveyor = { name: 'surveyor' } as unknown as Driver
const own = { name: 'own' } as unknown as Driver
const asked: Id<'organisation'>[] = []
const hypervisor = {
  surveyor,
  driverOf: async (organisationId: Id<'organisation'>) => {
    asked.push(organisationId)
    return own
  },
}

it('an organisation’s object is changed with the driver of that organisation', async () => {
  const organisationId = newId('organisation')
  expect(await driverOfDrift(hypervisor, organisationId)).toBe(own)
  expect(asked).toEqual([organisationId])
})

it.each([null, '', 'spare'])(
  'an object of no organisation (%s) is changed with the driver of the whole hypervisor',
  async (tag) => {
    asked.length = 0
    expect(await driverOfDrift(hypervisor, tag)).toBe(surveyor)
    expect(asked).toEqual([])
  },
)
