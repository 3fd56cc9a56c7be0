import { expect, it } from 'vitest'
import { learnedFrom } from './learn-images'

const nothing = { hasCloudInit: null, hasSsh: null }
const bare = { hasCloudInit: false, hasSsh: false }
const full = { hasCloudInit: true, hasSsh: true }
const unknown = { hasCloudInit: false, hasSsh: null }

it.each([
  ['a first report fills what is unknown', unknown, nothing, full, { hasCloudInit: false, hasSsh: true }],
  ['a first report overrides no operator', bare, nothing, full, bare],
  ['a changed report is taken over', bare, bare, full, full],
  ['an unchanged report leaves the word of an operator', bare, full, full, bare],
  ['a fact no longer stated is unknown again', full, full, { hasCloudInit: false, hasSsh: null }, unknown],
  [
    'what was never stated stays as an operator set it',
    full,
    { ...nothing, hasCloudInit: true },
    { hasCloudInit: true, hasSsh: null },
    full,
  ],
])('%s', (_rule, image, before, now, after) => {
  expect(learnedFrom(image, before, now)).toEqual(after)
})
