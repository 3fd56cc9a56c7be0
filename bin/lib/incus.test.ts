import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkIncus } from './incus.ts'

const folders: string[] = []
const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function somewhere(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-socket-'))
  folders.push(folder)
  return path.join(folder, 'unix.socket')
}
async function answering(body: string): Promise<string> {
  const socketPath = somewhere()
  const server = createServer((_request, response) => response.end(body))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return socketPath
}

describe('the socket of INCUS_SOCKET', () => {
  it('is accepted when Incus answers on it and trusts us', async () => {
    await checkIncus(await answering('{"type":"sync","metadata":{"auth":"trusted"}}'))
  })

  it.each([
    ['there is no such file', async () => somewhere()],
    [
      'nothing listens on it',
      async () => {
        const file = somewhere()
        writeFileSync(file, '')
        return file
      },
    ],
    ['what answers on it is not Incus', () => answering('<html>')],
    ['what answers on it is not Incus', () => answering('{"type":"error"}')],
    [
      'its Incus does not let this user act',
      () => answering('{"type":"sync","metadata":{"auth":"untrusted"}}'),
    ],
  ])('is rejected in one line: %s', async (why, make) => {
    const socketPath = await make()
    await expect(checkIncus(socketPath)).rejects.toThrow(
      new RegExp(`^INCUS_SOCKET=${socketPath} cannot be used: ${why}\\.$`),
    )
  })
})
