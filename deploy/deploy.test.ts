import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

type Service = {
  image: string
  read_only?: boolean
  tmpfs?: string[]
  cap_drop?: string[]
  security_opt?: string[]
  healthcheck?: { test: unknown }
  environment?: Record<string, string>
}

const compose = parse(readFileSync('deploy/compose.yaml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>
  secrets: Record<string, unknown>
}
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'andromede')

describe('compose.yaml', () => {
  test.each(ours)('%s cannot write outside /tmp and has no capability', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
  })

  test('every process that goes on has a check of its health', () => {
    const lasting = ours.filter(([name]) => !['prepare', 'command'].includes(name))
    expect(lasting.map(([name]) => name).sort()).toEqual(['console', 'operator', 'portal', 'worker'])
    for (const [, service] of lasting) expect(service.healthcheck?.test).toContain('deploy/check-health.mjs')
  })

  test('prepare and the command line have what they need, mail its sender', () => {
    for (const name of ['prepare', 'command'])
      expect(Object.keys(compose.services[name]?.environment ?? {})).toEqual(
        expect.arrayContaining(['ADMIN_DATABASE_URL', 'ROLE_PASSWORDS', 'ENCRYPTION_KEY']),
      )
    expect(compose.services.worker?.environment).toHaveProperty('SMTP_FROM')
  })

  test('the roles are those of the product', async () => {
    const { databaseRoles } = await import('~/db/roles')
    const passwords = JSON.parse(compose.services.prepare?.environment?.ROLE_PASSWORDS ?? '')
    expect(Object.keys(passwords)).toEqual([...databaseRoles])
  })
})

test('the image is built with the key of server actions, which compose hands to it', () => {
  const dockerfile = readFileSync('deploy/Dockerfile', 'utf8')
  expect(dockerfile).toMatch(/--mount=type=secret,id=server_actions_key,required=true/)
  expect(dockerfile).toMatch(
    /NEXT_SERVER_ACTIONS_ENCRYPTION_KEY="\$\(cat \/run\/secrets\/server_actions_key\)"/,
  )
  expect(compose.secrets.server_actions_key).toEqual({ environment: 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY' })
})

test('a heartbeat is healthy for half a minute', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-health-'))
  const file = path.join(folder, 'heartbeat')
  const check = () => {
    try {
      execFileSync(process.execPath, ['deploy/check-health.mjs', file], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  expect(check()).toBe(false)
  writeFileSync(file, '')
  expect(check()).toBe(true)
  const old = Date.now() / 1_000 - 31
  utimesSync(file, old, old)
  expect(check()).toBe(false)
  rmSync(folder, { recursive: true })
})
