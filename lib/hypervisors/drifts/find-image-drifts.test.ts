import { expect, test } from 'vitest'
import { type ExpectedImage, findImageDrifts } from './find-image-drifts'

const row = (over: Partial<ExpectedImage> = {}): ExpectedImage => ({
  id: 'pim_1',
  organisationId: 'org_1',
  name: 'socle',
  state: 'available',
  isBusy: false,
  ...over,
})
const seen = [{ imageId: 'pim_1', organisationId: 'org_1' }]

test.each<[string, ExpectedImage[], typeof seen, [string, string][]]>([
  ['is there', [row()], seen, []],
  ['is gone', [row()], [], [['image_missing', 'nothing']]],
  ['is being made', [row({ state: 'creating' })], [], []],
  ['was made and is not known to be', [row({ state: 'creating' })], seen, []],
  ['is being deleted', [row({ state: 'deleting' })], [], []],
  ['moves', [row({ isBusy: true })], [], []],
  ['was deleted', [row({ state: 'deleted' })], [], []],
  ['was deleted and is still there', [row({ state: 'deleted' })], seen, [['image_unknown', 'delete']]],
  ['failed and left something', [row({ state: 'failed' })], seen, [['image_unknown', 'quarantine']]],
  ['failed and is being undone', [row({ state: 'failed', isBusy: true })], seen, []],
  ['has no row', [], seen, [['image_unknown', 'quarantine']]],
])('an image that %s', (_, rows, found, drifts) => {
  expect(findImageDrifts(rows, found).map(({ kind, remedy }) => [kind, remedy.do])).toEqual(drifts)
})
