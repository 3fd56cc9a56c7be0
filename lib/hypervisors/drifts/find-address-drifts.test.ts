import { expect, test } from 'vitest'
import { type ExpectedAddress, findAddressDrifts } from './find-address-drifts'

const address = '203.0.113.7'
const row = (over: Partial<ExpectedAddress> = {}): ExpectedAddress => ({
  id: 'pip_1',
  organisationId: 'org_1',
  address,
  instanceId: 'ins_1',
  isBusy: false,
  ...over,
})
const seen = (over: Partial<ExpectedAddress> = {}) => {
  const { id, instanceId, ...rest } = row(over)
  return {
    addressId: id,
    organisationId: rest.organisationId,
    address: rest.address,
    instanceId: instanceId ?? '',
  }
}

test.each<[string, ExpectedAddress[], ReturnType<typeof seen>[], [string, string][]]>([
  ['leads where it should', [row()], [seen()], []],
  ['leads nowhere', [row()], [], [['public_address_missing', 'direct_again']]],
  [
    'leads to another server',
    [row()],
    [seen({ instanceId: 'ins_2' })],
    [['public_address_misdirected', 'direct_again']],
  ],
  [
    'is directed for an earlier reservation',
    [row(), row({ id: 'pip_0', instanceId: null })],
    [seen({ id: 'pip_0' })],
    [
      ['public_address_missing', 'direct_again'],
      ['public_address_unknown', 'delete'],
    ],
  ],
  [
    'is detached and still has a target',
    [row({ instanceId: null })],
    [seen()],
    [['public_address_unknown', 'delete']],
  ],
  ['has a target and no row', [], [seen()], [['public_address_unknown', 'quarantine']]],
  ['is being directed', [row({ isBusy: true })], [], []],
  ['is being detached', [row({ isBusy: true, instanceId: null })], [seen()], []],
  ['is reserved and has no target', [row({ instanceId: null })], [], []],
])('an address that %s', (_, rows, found, drifts) => {
  expect(findAddressDrifts(rows, found).map(({ kind, remedy }) => [kind, remedy.do])).toEqual(drifts)
})
