import { expect, it } from 'vitest'
import { requireNamesLeadTo } from './check-names'

const fault = (v4: string[], v6: string[] = []) =>
  requireNamesLeadTo('203.0.113.9', ['www.example.fr'], async () => ({ v4, v6 })).catch(
    ({ code, text }: { code: string; text: string }) => ({ code, text }),
  )

it('tells where a name leads, and no address of a network that is not public', async () => {
  expect(await fault(['203.0.113.9'])).toBeUndefined()
  expect(await fault(['203.0.113.9', '203.0.113.10', '10.1.2.3'])).toEqual({
    code: 'name_elsewhere',
    text: 'www.example.fr: 203.0.113.10',
  })
  for (const address of ['10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.1.1', '172.31.0.1', '192.168.1.1'])
    expect(await fault([address])).toEqual({ code: 'name_elsewhere', text: 'www.example.fr' })
  expect(await fault(['203.0.113.9'], ['fd00::1', '2001:db8::1'])).toEqual({
    code: 'name_ipv6',
    text: 'www.example.fr: 2001:db8::1',
  })
})
