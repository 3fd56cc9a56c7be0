import { z } from 'zod'
import type { CallOptions } from '../../port/driver'
import { resourceIdOf } from '../../port/names'
import type { Incus } from '../context'

/** Events after which a server may differ from our rows. Sessions, files and logs do not matter. */
const actions: readonly string[] = [
  'instance-started',
  'instance-stopped',
  'instance-shutdown',
  'instance-restarted',
  'instance-paused',
  'instance-resumed',
  'instance-updated',
  'instance-renamed',
  'instance-deleted',
]

const eventSchema = z.object({
  type: z.literal('lifecycle'),
  metadata: z.object({ action: z.string(), source: z.string() }),
})

/**
 * Reports each server of ours that had an event, until the connection ends or the signal fires. Events that occur
 * without a listener are lost.
 */
export async function watchInstances(
  incus: Incus,
  onChange: (instanceId: string) => void,
  { signal }: CallOptions,
): Promise<void> {
  const socket = await incus.http.socket('/1.0/events?type=lifecycle&all-projects=true', { signal })
  const end = () => socket.terminate()
  signal.addEventListener('abort', end, { once: true })
  try {
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      socket.on('message', (data) => {
        const instanceId = changedInstance(String(data))
        if (instanceId) onChange(instanceId)
      })
      socket.resume()
    })
  } finally {
    signal.removeEventListener('abort', end)
    socket.terminate()
  }
}

/** Returns the server that an event is about; null for any other event. */
export function changedInstance(text: string): string | null {
  const event = eventSchema.safeParse(parseJson(text))
  if (!event.success || !actions.includes(event.data.metadata.action)) return null
  const [, name = ''] = /^\/1\.0\/instances\/([^/?]+)/.exec(event.data.metadata.source) ?? []
  return resourceIdOf(name)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
