import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import loadConfig from 'next/dist/server/config'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readBuiltConfig } from './built-config'

test('the framework takes the configuration of the build in place of its file, by a name of its own', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-built-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  onTestFinished(() => void vi.unstubAllEnvs())
  const built = { config: { distDir: 'where-it-was-built', deploymentId: 'built' } }
  writeFileSync(path.join(folder, 'required-server-files.json'), JSON.stringify(built))
  vi.stubEnv('__NEXT_PRIVATE_STANDALONE_CONFIG', readBuiltConfig(folder))
  expect(await loadConfig('phase-production-server', folder)).toMatchObject({
    distDir: folder,
    deploymentId: 'built',
  })
})
