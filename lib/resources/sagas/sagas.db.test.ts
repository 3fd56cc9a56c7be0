import { afterAll, beforeAll } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { sagaKinds } from '~/lib/sagas/saga-kinds'
import { sagaSuite } from '../testing/saga-suite'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'

const database = useTestDatabase()
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

for (const kind of sagaKinds) sagaSuite(kind, () => world)
