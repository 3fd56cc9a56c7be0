import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { childEnvironment } from './child-environment'
import { isWorthShowing, openLogFile } from './log-file'
import { type Supervised, supervise } from './supervised-process'
import { isAlive } from './test/is-alive'

let folder: string
let running: Supervised | undefined
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-supervise-'))
})
afterEach(async () => {
  await running?.stop(1_000)
  rmSync(folder, { recursive: true, force: true })
})

function run(script: string, quickDeathsMax: number, env: Record<string, string> = {}) {
  const lines: string[] = []
  const log = openLogFile(folder, 'child')
  running = supervise({
    name: 'child',
    args: ['-e', script],
    env: childEnvironment(env),
    log,
    quickDeathsMax,
    report: (line) => lines.push(line),
  })
  return { child: running, lines, file: log.file }
}

const staysUp = 'setInterval(() => {}, 1000)'

describe('a supervised process', () => {
  test('is restarted when it is killed', async () => {
    const { child, lines } = run(staysUp, Number.POSITIVE_INFINITY)
    const first = child.pid()
    process.kill(first ?? 0, 'SIGKILL')
    await expect.poll(() => child.pid() !== first).toBe(true)
    expect(lines).toEqual(['child ended unexpectedly (SIGKILL); starting it again'])
  })

  test('is replaced on request, without a report of an unexpected end, and is kept running afterwards', async () => {
    const { child, lines, file } = run(`console.log('up'); ${staysUp}`, 1)
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('up')
    const first = child.pid() ?? 0
    await child.restart(5_000)
    expect(() => process.kill(first, 0)).toThrow(/ESRCH/)
    expect(isAlive(child.pid() ?? 0)).toBe(true)
    expect(lines).toEqual([])
    process.kill(child.pid() ?? 0, 'SIGKILL')
    await expect(child.lost).resolves.toContain('ended unexpectedly (SIGKILL)')
  })

  test('that has ended and waits for its next start is replaced at once', async () => {
    const { child, lines } = run('process.exit(1)', Number.POSITIVE_INFINITY)
    await expect.poll(() => lines.length).toBeGreaterThan(0)
    const ended = child.pid()
    await child.restart(5_000)
    expect(child.pid()).not.toBe(ended)
  })

  test('is given up after so many quick deaths, with the location of its log', async () => {
    const { child, file } = run('process.exit(3)', 2)
    expect(await child.lost).toBe(`child ended unexpectedly (code 3); see ${file}`)
  })

  test('shuts down by itself when stopped, and is not restarted', async () => {
    const { child, file } = run(
      `process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); console.log('up'); ${staysUp}`,
      1,
    )
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('up')
    const pid = child.pid() ?? 0
    await child.stop(5_000)
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('bye')
  })

  test('is killed when it does not end in the given time', async () => {
    const { child, file } = run(`process.on('SIGTERM', () => {}); console.log('up'); ${staysUp}`, 1)
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('up')
    const pid = child.pid() ?? 0
    await child.stop(100)
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
  })

  /** @returns its process id */
  async function runOrphaned(script: string, graceMs: number): Promise<number> {
    const starter = `
      const { supervise } = await import(${JSON.stringify(path.join(import.meta.dirname, 'supervised-process.ts'))})
      const log = { file: '', write() { console.log(child.pid()) }, close() {} }
      const child = supervise({ name: 'child', args: ['-e', ${JSON.stringify(`${script}; ${staysUp}; console.log('up')`)}],
        env: process.env, log, quickDeathsMax: 1, report() {} })`
    const started = spawn(process.execPath, ['--input-type=module', '-e', starter], {
      env: { ...process.env, ORPHAN_GRACE_MS: String(graceMs) },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [pid] = await once(started.stdout, 'data')
    started.kill('SIGKILL')
    return Number(pid)
  }

  test('shuts down by itself when its parent is killed; its unread output is no error', async () => {
    const pid = await runOrphaned(
      `let isSpoilt = false
      process.on('uncaughtException', () => { isSpoilt = true })
      process.on('SIGTERM', () => {
        setInterval(() => process.stderr.write('bye') && process.stdout.write('bye'), 1)
        setTimeout(() => isSpoilt || process.exit(0), 100)
      })`,
      120_000,
    )
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  test('is killed some time after its parent even if it does not end', async () => {
    const pid = await runOrphaned(`process.on('SIGTERM', () => {})`, 100)
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  test('sees the given environment and no other secret of ours', async () => {
    process.env.SOMEBODY_ELSES_SECRET = 'hidden'
    const { file } = run(`console.log(Object.keys(process.env).join(' ')); ${staysUp}`, 1, { OWN_KEY: 'x' })
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('OWN_KEY')
    expect(readFileSync(file, 'utf8')).not.toContain('SOMEBODY_ELSES_SECRET')
    delete process.env.SOMEBODY_ELSES_SECRET
  })
})

test.each([
  ['{"level":30,"msg":"served"}', false, false],
  ['{"level":50,"msg":"failed"}', false, true],
  ['▲ Next.js', false, false],
  ['TypeError: x is not a function', true, true],
  ['', true, false],
])('the console shows %s (stderr: %s): %s', (line, fromStderr, shown) => {
  expect(isWorthShowing(line, fromStderr)).toBe(shown)
})
