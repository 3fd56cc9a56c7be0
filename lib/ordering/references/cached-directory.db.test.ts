import { expect, test } from 'vitest'
import { anonymousTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addSeconds } from '~/lib/kernel/time/clock'
import { cachedBuyers } from './cached-directory'
import type { BuyerDirectory, BuyerDirectoryAnswer } from './directory'

useTestDatabase()

const siret = '21999042100014'
const found = (name: string): BuyerDirectoryAnswer => ({
  outcome: 'found',
  source: 'afnor',
  structure: {
    siret,
    name,
    isServiceCodeRequired: true,
    isCommitmentRequired: false,
    isCommitmentOrServiceCodeRequired: false,
    serviceCodes: [],
  },
})
const away: BuyerDirectoryAnswer = { outcome: 'unavailable', source: 'afnor' }

test('an answer is fresh for a day, is used up to thirty days while the directory is away, and no longer', async () => {
  let asked = 0
  let answer: BuyerDirectoryAnswer = away
  const directory: BuyerDirectory = {
    name: 'afnor',
    lookUp: async () => {
      asked += 1
      return answer
    },
  }
  const lookUp = (days: number) =>
    cachedBuyers(anonymousTestContext(addSeconds(testNow, days * 86_400)), directory).lookUp(siret)

  // An outage without a cached answer is not cached.
  expect(await lookUp(0)).toEqual(away)
  answer = found('Mairie')
  expect(await lookUp(0)).toEqual(answer)
  expect(asked).toBe(2)
  answer = found('Mairie de Valmont')
  expect(await lookUp(0.9)).toEqual({ ...found('Mairie'), asOf: testNow.toISOString() })
  expect(asked).toBe(2)
  answer = away
  expect(await lookUp(29)).toEqual({ ...found('Mairie'), asOf: testNow.toISOString() })
  expect(asked).toBe(3)
  expect(await lookUp(31)).toEqual(away)
  answer = found('Mairie de Valmont')
  expect(await lookUp(31)).toEqual(answer)
})
