import { request } from 'node:http'
import { StartRefusal } from '../../db/embedded/index.ts'

const answersWithinMs = 10_000

const explanations: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not open it',
  ECONNREFUSED: 'nothing listens on it',
  ENOTSOCK: 'it is not a socket',
  ETIMEDOUT: `nothing answered within ${answersWithinMs / 1000} s`,
}

/** Check that an Incus answers on this socket and trusts us. @throws StartRefusal in one line. */
export async function checkIncus(socketPath: string): Promise<void> {
  const refuse = (why: string) => new StartRefusal(`INCUS_SOCKET=${socketPath} cannot be used: ${why}.`)
  const body = await readServer(socketPath).catch((error: Error & { code?: string }) => {
    throw refuse(explanations[error.code ?? ''] ?? error.message)
  })
  const auth = readAuth(body)
  if (auth === undefined) throw refuse('what answers on it is not Incus')
  if (auth !== 'trusted') throw refuse('its Incus does not let this user act')
}

function readServer(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: '/1.0', timeout: answersWithinMs }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk
      })
      response.once('end', () => resolve(body)).once('error', reject)
    })
    asked.once('timeout', () => asked.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
    asked.once('error', reject).end()
  })
}

/** Incus's view of the caller's trust; undefined when it is not Incus that answers. */
function readAuth(body: string): string | undefined {
  try {
    const answer = JSON.parse(body) as { type?: unknown; metadata?: { auth?: unknown } }
    return answer.type === 'sync' && typeof answer.metadata?.auth === 'string'
      ? answer.metadata.auth
      : undefined
  } catch {
    return undefined
  }
}
