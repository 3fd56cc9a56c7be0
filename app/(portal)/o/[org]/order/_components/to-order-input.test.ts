import { expect, test } from 'vitest'
import { toOrderInput } from './to-order-input'

const line = {
  bundleId: 'bun_a',
  zoneId: 'zon_a',
  imageId: 'img_a',
  sshKeyIds: [],
  name: 'web-01',
  quantity: 1,
  placement: '',
  hasAddress: true,
}

test.each([true, false])('a draft asks for a public address only while they are sold (%s)', (v4) => {
  const { lines } = toOrderInput(
    { lines: [line], current: 0, references: {} },
    { bundles: [], callerAddress: null, familiesOf: () => ({ v4, v6: false }) },
  )
  expect(lines.map(({ publicAddress }) => publicAddress)).toEqual([v4 ? true : undefined])
})
