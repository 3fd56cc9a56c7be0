import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { explainFailures } from './explain-failures'

const folder = mkdtempSync(path.join(tmpdir(), 'explain-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a failure in a browser', () => {
  test('is explained by the page and by the errors of the processes only', () => {
    mkdirSync(path.join(folder, 'cart-waits'))
    mkdirSync(path.join(folder, 'passed'))
    mkdirSync(path.join(folder, 'logs'))
    const context = [
      'seen already',
      '```yaml',
      '- link "Menu"',
      '- main:',
      '  - alert: Refusée',
      '```',
      'test()',
    ]
    writeFileSync(path.join(folder, 'cart-waits', 'error-context.md'), context.join('\n'))
    writeFileSync(
      path.join(folder, 'logs', 'portal.log'),
      [
        '{"level":30,"msg":"served"}',
        '{"level":50,"msg":"broken"}',
        ...Array.from({ length: 30 }, () => '{"level":40,"msg":"refused"}'),
        '✓ Ready',
        'Error: from a library',
      ].join('\n'),
    )
    writeFileSync(path.join(folder, 'logs', 'worker.log'), '{"level":30,"msg":"worker ready"}')
    const said = explainFailures(folder)
    expect(said).toContain('cart-waits')
    expect(said).toContain('alert: Refusée')
    expect(said).toContain('"broken"')
    expect(said).toContain('"refused"')
    expect(said).toContain('from a library')
    expect(said).not.toMatch(/seen already|Menu|test\(\)|served|Ready|worker/)
  })

  test('gives no explanation without traces', () =>
    expect(explainFailures(path.join(folder, 'nowhere'))).toBe(''))
})
