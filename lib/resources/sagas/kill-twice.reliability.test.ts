import { describe, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { sagaKinds } from '~/lib/sagas/saga-kinds'
import { useKills } from '../testing/kill-checks'
import { killsOf, repeatKill } from '../testing/kill-programme'

// In a world of its own: one network has no addresses for the servers of all kills.
const check = useKills(useTestDatabase())

/** As in `kill.reliability.test.ts`, and a second time during the resumption. */
describe('a worker killed anywhere', () => {
  for (const kind of sagaKinds) {
    test(`in ${kind} twice, the second time during the resumption, leaves none`, () =>
      check(killsOf(kind).flatMap(repeatKill)))
  }
})
