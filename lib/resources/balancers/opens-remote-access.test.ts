import { expect, test } from 'vitest'
import { opensRemoteAccess, remoteAccessName } from './opens-remote-access'

const settings = (serverPort: number, ...ports: number[]) => ({
  listeners: ports.map((port) => ({ port })),
  pool: { serverPort },
})
const [ssh, rdp] = ['ssh_to_everyone', 'rdp_to_everyone']

test.each<[string, ReturnType<typeof settings>, ReturnType<typeof settings> | undefined, unknown[]]>([
  ['a website', settings(80, 80, 443), undefined, []],
  ['ports that only contain 22', settings(2222, 220, 122, 33_890), undefined, []],
  ['a listener on 22', settings(80, 443, 22), undefined, [ssh]],
  ['a listener on 3389', settings(80, 3389), undefined, [rdp]],
  ['servers on 22, behind another port', settings(22, 2222), undefined, [ssh]],
  ['servers on 3389, behind another port', settings(3389, 443), undefined, [rdp]],
  ['22 twice', settings(22, 22), undefined, [ssh]],
  ['both, whatever their sequence', settings(22, 3389), undefined, [ssh, rdp]],
  ['both, the other way round', settings(3389, 22), undefined, [ssh, rdp]],
  ['what was open before', settings(22, 2222), settings(22, 2222), []],
  ['another listener of servers that were open', settings(22, 2222, 2223), settings(22, 2222), []],
  ['a listener on 22 that stays', settings(8080, 22), settings(80, 22), []],
  ['22 of the servers behind a listener on 22', settings(22, 22), settings(80, 22), [ssh]],
  ['3389 beside 22', settings(22, 22, 3389), settings(22, 22), [rdp]],
  ['what was closed again', settings(80, 80), settings(22, 22), []],
])('%s', (_what, after, before, opened) => {
  expect(opensRemoteAccess(after, before)).toEqual(opened)
})

test('has a name for each and for both', () => {
  const nameOf = (...ports: number[]) => remoteAccessName(opensRemoteAccess(settings(80, ...ports)))
  expect([nameOf(22), nameOf(3389), nameOf(3389, 22)]).toEqual(['ssh', 'rdp', 'both'])
})
