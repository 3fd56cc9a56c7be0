const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'private, no-store, no-transform',
  'x-accel-buffering': 'no',
  // Kept open for further requests, it would keep a process from ending for a minute.
  connection: 'close',
}

/**
 * A response that sends events until its caller is gone, which cancels `body`. The framework reads no body for HEAD, nor for
 * a caller that is gone already, and does not cancel it: those get none.
 */
export function answerStream({ method, signal }: Request, body: ReadableStream<Uint8Array>): Response {
  const cancel = () => void body.cancel().catch(() => undefined)
  if (method === 'HEAD' || signal.aborted) {
    cancel()
    return new Response(null, { headers })
  }
  signal.addEventListener('abort', cancel, { once: true })
  return new Response(body, { headers })
}
