import { expect, test } from 'vitest'
import { changedInstance } from './watch'

const id = 'ins_01kyhctvm0athj0yrv8f5z53gg'
const event = (action: string, source = `/1.0/instances/${id.replace('_', '-')}?project=org-1`) =>
  JSON.stringify({ type: 'lifecycle', timestamp: 'now', metadata: { action, source } })

test.each([
  ['a stop', event('instance-stopped'), id],
  ['a start', event('instance-started'), id],
  ['a deletion', event('instance-deleted'), id],
  ['a change', event('instance-updated', `/1.0/instances/${id.replace('_', '-')}`), id],
  ['a session', event('instance-exec'), null],
  ['an instance of another owner', event('instance-stopped', '/1.0/instances/web'), null],
  ['a vantage', event('instance-stopped', '/1.0/instances/vantage-1c8b00ea5ff7?project=andromede'), null],
  ['a network', event('network-updated', '/1.0/networks/an0123456789ab'), null],
  ['an operation', JSON.stringify({ type: 'operation', metadata: {} }), null],
  ['no event', 'pong', null],
])('%s', (_, text, changed) => {
  expect(changedInstance(text)).toBe(changed)
})
