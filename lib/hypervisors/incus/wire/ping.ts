import { z } from 'zod'
import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { parseAnswer } from './parse-answer'

const serverSchema = z.object({ auth: z.string() })

/**
 * Checks that Incus answers and accepts changes from us.
 *
 * @throws DriverError `unauthorised` when it allows reads only
 */
export async function ping(incus: Incus, { signal }: CallOptions): Promise<void> {
  const answer = await incus.http.request('GET', '/1.0', { signal })
  const { auth } = parseAnswer(serverSchema, answer.metadata, 'the server')
  if (auth !== 'trusted') throw new DriverError('unauthorised', { rawText: auth })
}
