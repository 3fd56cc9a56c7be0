import { expect, test, vi } from 'vitest'
import { answerStream } from './answer-stream'

const url = 'https://cloud.test/api/live/stream'

function openBody() {
  const cancelled = vi.fn()
  return { body: new ReadableStream<Uint8Array>({ cancel: cancelled }), cancelled }
}

test.each([
  ['HEAD', () => new Request(url, { method: 'HEAD' })],
  ['a caller that is gone', () => new Request(url, { signal: AbortSignal.abort() })],
])('%s gets the headers, and the stream ends', (_name, makeRequest) => {
  const { body, cancelled } = openBody()
  const response = answerStream(makeRequest(), body)
  expect([response.status, response.body, response.headers.get('content-type')]).toEqual([
    200,
    null,
    'text/event-stream; charset=utf-8',
  ])
  expect(cancelled).toHaveBeenCalledOnce()
})

test('a stream ends when its caller leaves', () => {
  const { body, cancelled } = openBody()
  const gone = new AbortController()
  expect(answerStream(new Request(url, { signal: gone.signal }), body).body).toBe(body)
  expect(cancelled).not.toHaveBeenCalled()
  gone.abort()
  expect(cancelled).toHaveBeenCalledOnce()
})
