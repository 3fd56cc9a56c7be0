import { expect, it } from 'vitest'
import { shownKindOf } from './shown-kind'

it.each([
  ['volume_missing', 'bkp_1', 'backup_missing'],
  ['volume_unknown', 'bkp_1', 'backup_unknown'],
  ['volume', 'bkp_1', 'backup'],
  ['volume_missing', 'vol_1', 'volume_missing'],
  ['instance', 'ins_1', 'instance'],
])('%s of %s is shown as %s', (kind, subject, shown) => {
  expect(shownKindOf({ kind, subject })).toBe(shown)
})
