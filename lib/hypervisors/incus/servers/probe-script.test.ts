import { execFile } from 'node:child_process'
import { accessSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { probeScript, unableExitCode } from './probe-script'

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

function find(tool: string): string | null {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, tool))
  const found = places.find((place) => isThere(place))
  return found ?? (['nc', 'wget'].includes(tool) ? find('busybox') : null)
}
function isThere(place: string): boolean {
  try {
    accessSync(place)
    return true
  } catch {
    return false
  }
}

/** Runs the script with this tool alone, as in an image that has no other. */
function ask(tool: string, protocol: string, port: number): Promise<{ code: number; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'probe-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['grep', 'head', 'sed', 'timeout', 'tr', 'cat', tool]) {
    const place = find(name)
    if (place) symlinkSync(place, join(folder, name))
  }
  return new Promise((done) => {
    const args = ['-c', probeScript, 'probe', 'lo', '', protocol, '127.0.0.1', String(port)]
    execFile('/bin/sh', args, { env: { NODE_ENV: 'test', PATH: folder } }, (error, stdout) =>
      done({ code: error ? Number(error.code) : 0, output: stdout }),
    )
  })
}

describe.each(['curl', 'nc', 'bash'])('an HTTP probe with %s', (tool) => {
  it.skipIf(find(tool) === null)('accepts an answer from the probed address only', async () => {
    const secret = await serve((_, response) => response.end('of somebody else'))
    const leads = await serve((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${secret}/` }).end('moved'),
    )
    expect(await ask(tool, 'http', leads)).toEqual({ code: 0, output: 'moved' })
    expect(await ask(tool, 'http', secret)).toEqual({ code: 0, output: 'of somebody else' })
  })

  it.skipIf(find(tool) === null)(
    'rejects an error and reads only the beginning of a long answer',
    async () => {
      const broken = await serve((_, response) => response.writeHead(500).end('broken'))
      expect((await ask(tool, 'http', broken)).code).not.toBe(0)
      const long = await serve((_, response) => response.end('x'.repeat(5_000_000)))
      const { code, output } = await ask(tool, 'http', long)
      expect([code, output.length <= 2_000, output.startsWith('xxx')]).toEqual([0, true, true])
      expect((await ask(tool, 'http', 1)).code).not.toBe(0)
    },
  )
})

it.each(['true', 'wget'])('reports that an image has no tool to probe with except %s', async (tool) => {
  const secret = await serve((_, response) => response.end('of somebody else'))
  const leads = await serve((_, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${secret}/` }).end('moved'),
  )
  expect(await ask(tool, 'http', leads)).toEqual({ code: unableExitCode, output: '' })
})
