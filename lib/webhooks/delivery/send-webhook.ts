import { type NetworkAccess, sendPinned } from './send-pinned'

export type Answer = { status: number } | { error: string }

const responseTimeoutMs = 10_000

/** Posts `body` once, only to public addresses, and returns the response; never throws. Times out after ten seconds. */
export async function sendWebhook(
  url: string,
  message: { headers: Readonly<Record<string, string>>; body: string },
  way?: NetworkAccess,
): Promise<Answer> {
  const headers = {
    ...message.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(message.body),
    'user-agent': 'Andromede-Webhooks/1',
  }
  const request = { method: 'POST', headers, body: message.body, withinMs: responseTimeoutMs } as const
  const answer = await sendPinned(url, request, way)
  return 'error' in answer ? answer : { status: answer.status }
}
