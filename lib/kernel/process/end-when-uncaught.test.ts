import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const run = (throwing: string) =>
  spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      `const { endWhenUncaught } = await import('./lib/kernel/process/end-when-uncaught.ts')
       endWhenUncaught()
       setTimeout(() => process.exit(7), 500)
       ${throwing}`,
    ],
    { encoding: 'utf8' },
  ).status

test('an uncaught exception ends the process, regardless of its stack', () => {
  const ofTheDriver = `Object.assign(new Error('broken'), { stack: 'at nextWrite (node_modules/postgres/src/connection.js:255:22)' })`
  expect(run(`setImmediate(() => { throw ${ofTheDriver} })`)).toBe(1)
})

test('an unhandled rejection does not end the process', () => {
  expect(run(`void Promise.reject(new Error('broken'))`)).toBe(7)
})
