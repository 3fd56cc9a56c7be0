import type { ServerResponse } from 'node:http'

/** Whether a response lasts as long as its page. */
export const isEventStream = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type')).startsWith('text/event-stream')
