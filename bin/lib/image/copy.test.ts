import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { copyReadable } from './copy.ts'

test('a copy and its folders can be read by the user of the image under a strict umask', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-copy-'))
  const umask = process.umask(0o077)
  onTestFinished(() => {
    process.umask(umask)
    rmSync(folder, { recursive: true })
  })
  const modeOf = (file: string) => (statSync(path.join(folder, file)).mode & 0o777).toString(8)
  for (const [name, mode, expected] of [
    ['text', 0o600, '644'],
    ['program', 0o700, '755'],
    ['group', 0o664, '644'],
  ] as const) {
    const source = path.join(folder, name)
    writeFileSync(source, '')
    chmodSync(source, mode)
    copyReadable(source, path.join(folder, 'image', 'inner', name))
    expect([name, modeOf(`image/inner/${name}`)]).toEqual([name, expected])
  }
  expect([modeOf('image'), modeOf('image/inner')]).toEqual(['755', '755'])
})
