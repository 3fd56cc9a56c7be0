import { expect, test } from 'vitest'
import { operationError, requestError } from './error-map'

test.each([
  ['Failed creating instance record: Requested image "fedora" couldn\'t be found', 'image_missing'],
  ['Instance is busy running a "restore" operation', 'busy'],
  ['Failed to run: the task ended with exit status 1', 'operation_failed'],
  [
    'The DNS and DHCP service exited prematurely: exit status 2 ("dnsmasq: failed to create listening socket for 10.128.0.1: Address already in use")',
    'range_taken',
  ],
])('an operation that ended with « %s » is %s', (text, code) => {
  expect(operationError(text).code).toBe(code)
})

test('an error is classified by its text before its status', () => {
  expect(requestError(500, 'Reached maximum number of instances').code).toBe('capacity')
  expect(requestError(404, 'Instance not found').code).toBe('not_found')
  expect(requestError(500, 'what').code).toBe('hypervisor_error')
  expect(requestError(400, 'what').code).toBe('rejected')
  expect(requestError(429, 'slow down', '7').params).toEqual({ status: '429', retryAfterSeconds: '7' })
})
