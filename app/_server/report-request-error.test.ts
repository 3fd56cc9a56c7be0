import { expect, test } from 'vitest'
import { openLog } from '~/lib/kernel/log'
import { inScope } from '~/lib/kernel/request-scope'
import { reportRequestError } from './report-request-error'

const context = { routePath: '/o/[org]/servers', routeType: 'render' } as const

function report(error: unknown, headers: Record<string, string> = {}) {
  const lines: string[] = []
  const log = openLog({ write: (line) => lines.push(line) }, 'info')
  reportRequestError(error, { method: 'GET', headers }, context, log)
  return JSON.parse(lines[0] ?? '{}')
}

test('an error is written with the digest of its page, the route and the id of the request', () => {
  const error = Object.assign(new Error('no such column'), { digest: '3141592653' })
  const line = inScope({ requestId: 'r1' }, () => report(error, { 'x-request-id': 'lie' }))
  expect(line).toMatchObject({
    level: 50,
    requestId: 'r1',
    digest: '3141592653',
    method: 'GET',
    routePath: '/o/[org]/servers',
    err: { name: 'Error', message: 'no such column' },
    msg: 'a request failed',
  })
})

test('without a scope, as under the development server, the id is that of the headers', () => {
  expect(report(new Error('broken'), { 'x-request-id': 'r2' })).toMatchObject({ requestId: 'r2' })
})

test('neither cookies nor credentials of the request are written', () => {
  const line = JSON.stringify(report('odd', { cookie: 'andromede-portal=abc', authorization: 'Bearer abc' }))
  expect(line).not.toMatch(/cookie|abc/)
})
