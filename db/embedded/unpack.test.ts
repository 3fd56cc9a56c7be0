import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { unpack } from './unpack'

const base = mkdtempSync(path.join(tmpdir(), 'andromede-unpack-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))
const from = path.join(base, 'from')
mkdirSync(from)
writeFileSync(path.join(from, 'file'), 'kept')
const archive = execFileSync('tar', ['--create', '--file', '-', '--directory', from, 'file'])

const folder = (name: string) => {
  const created = path.join(base, name)
  mkdirSync(created)
  return created
}

test('a source that ends after the mark of its end is read whole', async () => {
  const into = folder('late')
  const started = Date.now()
  async function* late() {
    yield archive
    // Until the program would have ended by the mark alone.
    while (Date.now() - started < 300) {
      await new Promise(setImmediate)
      yield Buffer.alloc(512)
    }
  }
  await unpack(Readable.from(late(), { objectMode: false }), into, undefined)
  expect(readFileSync(path.join(into, 'file'), 'utf8')).toBe('kept')
})

test('an archive that is cut off is refused in one line', async () => {
  const cut = Readable.from([archive.subarray(0, 700)], { objectMode: false })
  await expect(unpack(cut, folder('cut'), undefined)).rejects.toThrow(
    /^The database could not be unpacked: .+\.$/,
  )
})

test('a source that fails is not taken for its end', async () => {
  async function* failing() {
    yield archive
    throw new Error('the disk cannot be read')
  }
  const source = Readable.from(failing(), { objectMode: false })
  await expect(unpack(source, folder('failing'), undefined)).rejects.toThrow('the disk cannot be read')
})
