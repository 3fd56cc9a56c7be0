import { expect, test } from 'vitest'
import { useDemonstrationApi } from '../testing/demonstration'
import { fuzz } from '../testing/fuzz'

const count = Number(process.env.REQUESTS ?? 20_000)
const seed = Number(process.env.SEED ?? Date.now())
const owner = 'anne.besson@valmont.example'
const { call, document, faultsOf, strongToken, idsOf } = useDemonstrationApi()

test(`${count} requests drawn from the document, one in three broken: none breaks the API`, async () => {
  const secret = await strongToken(owner)
  const known = await idsOf(secret, owner)
  const { faults, sent, statuses, neverDone } = await fuzz({
    call,
    secret: async () => secret,
    document,
    known,
    faultsOf,
    count,
    seed,
  })
  console.log(JSON.stringify({ seed, sent, statuses, neverDone }))
  expect(faults).toEqual([])
  expect(statuses[401]).toBeUndefined()
}, 3_600_000)
