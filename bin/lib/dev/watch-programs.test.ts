import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../root'
import { type WatchedPrograms, watchPrograms } from './watch-programs'

let folder = ''
let programs: WatchedPrograms | undefined
beforeEach(() => {
  mkdirSync(path.join(root, 'test-results'), { recursive: true })
  folder = mkdtempSync(path.join(root, 'test-results/watch-'))
})
afterEach(async () => {
  await programs?.stop()
  rmSync(folder, { recursive: true, force: true })
})
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)

test('a program restarts when its own sources change, and not when those of the other do', async () => {
  write('worker.ts', "import { shared } from './shared'\nconsole.log('worker', shared)\n")
  write('shared.ts', 'export const shared = 1\n')
  write('console.ts', "console.log('console')\n")
  const restarted: string[] = []
  const lines: string[] = []
  write('api.ts', "console.log('api')\n")
  const sources = {
    worker: path.join(folder, 'worker.ts'),
    console: path.join(folder, 'console.ts'),
    api: path.join(folder, 'api.ts'),
  }
  programs = watchPrograms(path.join(folder, 'out'), (line) => lines.push(line), sources)
  await programs.firstBuild
  programs.onChange({
    worker: async () => void restarted.push('worker'),
    console: async () => void restarted.push('console'),
    api: async () => void restarted.push('api'),
  })

  write('shared.ts', 'export const shared = 2\n')
  await expect.poll(() => restarted).toEqual(['worker'])
  expect(lines).toEqual(['worker has changed; starting it again'])

  write('console.ts', "console.log('console'\n")
  await expect.poll(() => lines.join('\n')).toContain('console.ts:2:0')
  expect(restarted).toEqual(['worker'])
  write('console.ts', "console.log('mended')\n")
  await expect.poll(() => restarted).toEqual(['worker', 'console'])
})
