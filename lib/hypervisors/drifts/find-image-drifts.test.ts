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
const seen = [
  {
    imageId: 'pim_1',
    organisationId: 'org_1',
    label: 'socle',
    createdAt: new Date('2026-11-30T08:00:00Z'),
    copyOf: 'ins_1',
    sizeGib: 20,
  },
]

test.each<[string, ExpectedImage[], typeof seen, [string, string][]]>([
  ['exists', [row()], seen, []],
  ['is missing', [row()], [], [['image_missing', 'nothing']]],
  ['is being created', [row({ state: 'creating' })], [], []],
  ['exists although its row is not available yet', [row({ state: 'creating' })], seen, []],
  ['is being deleted', [row({ state: 'deleting' })], [], []],
  ['moves', [row({ isBusy: true })], [], []],
  ['was deleted', [row({ state: 'deleted' })], [], []],
  ['was deleted and still exists', [row({ state: 'deleted' })], seen, [['image_unknown', 'delete']]],
  [
    'was declared lost and exists again',
    [row({ state: 'deleted', isGivenUp: true })],
    seen,
    [['image_unknown', 'quarantine']],
  ],
  ['failed and left an object', [row({ state: 'failed' })], seen, [['image_unknown', 'quarantine']]],
  ['failed and is being compensated', [row({ state: 'failed', isBusy: true })], seen, []],
  ['has no row', [], seen, [['image_unknown', 'quarantine']]],
])('an image that %s', (_, rows, found, drifts) => {
  expect(findImageDrifts(rows, found).map(({ kind, remedy }) => [kind, remedy.do])).toEqual(drifts)
})
