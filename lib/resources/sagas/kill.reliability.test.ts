import { describe, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { sagaKinds } from '~/lib/sagas/saga-kinds'
import { useKills } from '../testing/kill-checks'
import { type Kill, killsOf } from '../testing/kill-programme'

const check = useKills(useTestDatabase())

/** SIGKILL at every step, before the effect, after it and after its record, forward and undoing. */
describe('a worker killed anywhere', () => {
  for (const kind of sagaKinds) {
    test(`in ${kind} leaves no orphaned, lost or duplicate object, and is resumed within 10 s`, () =>
      check(killsOf(kind)))
  }

  test('in the second creation of a volume leaves none either', () =>
    check(killsOf('create_volume').map((kill): Kill => ({ ...kill, isRetry: true }))))
})
