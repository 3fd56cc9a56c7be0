import { sendPinned, type Way } from './send-pinned'

export type Answer = { status: number } | { error: string }

const answerWithinMs = 10_000

/** Post `body` once, to public addresses alone, and say what was answered; never throws. Ten seconds are all it gets. */
export async function sendWebhook(
  url: string,
  message: { headers: Readonly<Record<string, string>>; body: string },
  way?: Way,
): Promise<Answer> {
  const headers = {
    ...message.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(message.body),
    'user-agent': 'Andromede-Webhooks/1',
  }
  const asked = { method: 'POST', headers, body: message.body, withinMs: answerWithinMs } as const
  const answer = await sendPinned(url, asked, way)
  return 'error' in answer ? answer : { status: answer.status }
}
