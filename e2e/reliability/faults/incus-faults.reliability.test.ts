import { afterAll, describe, test } from 'vitest'
import { startIncusMember } from '~/lib/hypervisors/testing/incus-member'
import { incusFaults } from './faults'
import { rehearse } from './rehearse'

const incus = await startIncusMember()

if (incus.available) {
  rehearse('four processes and a real Incus', incusFaults, incus)
  afterAll(incus.stop)
} else describe('four processes and a real Incus', () => test.skip(incus.reason))
