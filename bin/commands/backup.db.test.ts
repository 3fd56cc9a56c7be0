import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { invariants } from '~/db/invariants/invariants'
import { violationsOf } from '~/db/testing/violations-of'
import { totpPlace } from '~/lib/identity/second-factor/totp'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { makeStaff } from '~/testing/staff'
import { backupFiles } from '../lib/backup/manifest'
import {
  addOrganisation,
  makeFolders,
  type RunningInstallation,
  startDatabaseOf,
} from '../lib/backup/testing/running-installation'
import { mountSmallDisk } from '../lib/backup/testing/small-disk'
import { hearCommands } from './testing/hear-commands'

const folders = makeFolders()
const dataDir = folders.dataDir('data')
const backup = path.join(folders.base, 'backup')
const secret = 'JBSWY3DPEHPK3PXP'
let running: RunningInstallation
const { run, lines } = hearCommands()

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8)

beforeEach(() => {
  delete process.env.ADMIN_DATABASE_URL
})

beforeAll(async () => {
  running = await startDatabaseOf(dataDir)
  const { sql, secrets } = running
  process.env.ENCRYPTION_KEY = secrets.encryptionKey
  await addOrganisation(sql)
  const staff = await makeStaff(sql, ['administrator'])
  await sql`update staff_accounts set totp_secret_sealed = ${seal(secret, totpPlace('staff', staff.staffId))}
    where id = ${staff.staffId}`
  writeFileSync(path.join(dataDir, 'journal-heads.jsonl'), '', { mode: 0o600 })
})
afterAll(async () => {
  await running.stop()
  folders.remove()
})

/** Add organisations until `stop`, one transaction each. */
function keepWriting() {
  const written: string[] = []
  let isStopped = false
  const writing = (async () => {
    while (!isStopped) written.push(await addOrganisation(running.sql))
  })()
  return {
    written,
    async stop() {
      isStopped = true
      await writing
    },
  }
}

describe('a backup made under writes', () => {
  const target = folders.dataDir('restored')
  let before: string[]
  let after: string

  beforeAll(async () => {
    before = [await addOrganisation(running.sql)]
    const writer = keepWriting()
    expect(await run(dataDir, 'backup', backup), lines.join('\n')).toBe(0)
    await writer.stop()
    after = await addOrganisation(running.sql)
  })

  test('is readable by its owner only and leaves nothing unfinished', () => {
    expect(readdirSync(backup).sort()).toEqual([...backupFiles, 'manifest.json'].sort())
    expect(modeOf(backup)).toBe('700')
    for (const name of readdirSync(backup)) expect(modeOf(path.join(backup, name))).toBe('600')
    expect(readdirSync(folders.base).filter((name) => name.includes('unfinished'))).toEqual([])
  })

  test('restores every row from before it and none from after it, and nothing leaves the restored database', async () => {
    expect(await run(target, 'restore', backup), lines.join('\n')).toBe(0)
    expect(lines).toEqual([
      expect.stringMatching(/^restored .+ to 20/),
      'after npm start nothing leaves it until an administrator agrees: docs/operating/recovery.md',
    ])
    const restored = await startDatabaseOf(target)
    try {
      const { sql } = restored
      const organisations = await sql<{ id: string }[]>`select id from organisations`
      const ids = new Set(organisations.map(({ id }) => id))
      expect(before.filter((id) => !ids.has(id))).toEqual([])
      expect(ids.has(after)).toBe(false)
      expect(await violationsOf(sql, invariants)).toEqual([])
      const [staff] = await sql<{ id: string; sealed: string }[]>`
        select id, totp_secret_sealed as sealed from staff_accounts where totp_secret_sealed is not null`
      expect(restored.secrets).toEqual(running.secrets)
      expect(unseal(staff?.sealed ?? '', totpPlace('staff', staff?.id ?? ''))).toBe(secret)
      // By its timeline alone: a worker that starts first has recorded nothing yet.
      await sql`delete from recoveries`
      const [held] = await sql`select app.is_outside_held() as held, app.database_identity() as identity`
      expect(held).toEqual({ held: true, identity: expect.stringMatching(/\/00000002$/) })
    } finally {
      await restored.stop()
    }
  })

  test('and one of the restored installation, stopped, restores as well', async () => {
    const second = path.join(folders.base, 'second')
    expect(await run(target, 'backup', second), lines.join('\n')).toBe(0)
    const third = folders.dataDir('third')
    expect(await run(third, 'restore', second), lines.join('\n')).toBe(0)
    const restored = await startDatabaseOf(third)
    const [row] = await restored.sql`select app.database_identity() as identity`
    await restored.stop()
    expect(row?.identity).toMatch(/\/00000003$/)
  })

  test('replaces an installation only on demand, and keeps that one as a data folder of its own', async () => {
    expect(await run(target, 'restore', backup)).toBe(1)
    expect(lines).toEqual([
      `${target} holds an installation; choose another DATA_DIR, or keep it aside with --replace.`,
    ])
    const old = await startDatabaseOf(target)
    const organisation = await addOrganisation(old.sql)
    await old.stop()
    expect(await run(target, 'restore', backup, '--replace'), lines.join('\n')).toBe(0)
    const aside = /is kept: (.+)$/.exec(lines[1] ?? '')?.[1] ?? ''
    expect(readdirSync(target).filter((name) => /^(restore|placing)/.test(name))).toEqual([])
    for (const [folder, rows] of [
      [target, 0],
      [aside, 1],
    ] as const) {
      const each = await startDatabaseOf(folder)
      const found = await each.sql`select from organisations where id = ${organisation}`
      await each.stop()
      expect(found.length).toBe(rows)
    }
  })
})

describe('what backup and restore refuse', () => {
  const empty = path.join(folders.base, 'empty')
  const refused = async (expected: RegExp, ...args: string[]) => {
    expect(await run(empty, ...args)).toBe(1)
    expect(lines).toEqual([expect.stringMatching(expected)])
    expect(existsSync(empty)).toBe(false)
  }

  test('a folder that is not empty', async () => {
    expect(await run(dataDir, 'backup', backup)).toBe(1)
    expect(lines).toEqual([`${backup} exists and is not empty; a backup needs a folder of its own.`])
  })

  test('a folder in the data folder, also by a link', async () => {
    const link = path.join(folders.base, 'link')
    symlinkSync(dataDir, link)
    for (const folder of [path.join(dataDir, 'backups', 'today'), path.join(link, 'restored-today')]) {
      expect(await run(dataDir, 'backup', folder)).toBe(1)
      expect(lines).toEqual([
        `${folder} lies in ${dataDir} and would be lost with it; choose a folder elsewhere.`,
      ])
      expect(existsSync(path.dirname(folder))).toBe(path.dirname(folder) === link)
    }
  })

  test('to restore into the backup itself', async () => {
    const inside = path.join(backup, 'data')
    expect(await run(inside, 'restore', backup)).toBe(1)
    expect(lines).toEqual([`${inside} lies in the backup ${backup}; choose another DATA_DIR.`])
    expect(existsSync(inside)).toBe(false)
  })

  test('a backup of nothing', () =>
    refused(/holds no database: run npm start first\.$/, 'backup', `${backup}-2`))

  test('to restore a running installation, even with --replace', async () => {
    expect(await run(dataDir, 'restore', backup, '--replace')).toBe(1)
    expect(lines).toEqual([expect.stringMatching(/is in use by another start of Andromède/)])
  })

  test('a server of the operator', async () => {
    process.env.ADMIN_DATABASE_URL = 'postgres://u@127.0.0.1:1/d'
    for (const name of ['backup', 'restore']) await refused(/^ADMIN_DATABASE_URL is set: /, name, backup)
  })

  const altered: [string, (folder: string) => void, RegExp][] = [
    ['without its manifest', (at) => rmSync(path.join(at, 'manifest.json')), /holds no backup/],
    [
      'with half a manifest',
      (at) => writeFileSync(path.join(at, 'manifest.json'), '{"form'),
      /is damaged\.$/,
    ],
    [
      'with an empty manifest',
      (at) => writeFileSync(path.join(at, 'manifest.json'), 'null'),
      /is damaged\.$/,
    ],
    ['with a byte more', (at) => appendFileSync(path.join(at, 'secrets.json'), ' '), /altered or damaged\.$/],
    [
      'with its database cut',
      (at) => writeFileSync(path.join(at, 'database.tar.gz'), ''),
      /altered or damaged\.$/,
    ],
    ['without a file', (at) => rmSync(path.join(at, 'database.tar.gz')), /database\.tar\.gz is missing\.$/],
    ['with a file too many', (at) => writeFileSync(path.join(at, 'x'), ''), /x does not belong to it\.$/],
    [
      'of a newer format',
      (at) => edit(at, { format: 2 }),
      /made by a newer version .* restore it with that one\.$/,
    ],
    [
      'of a newer schema',
      (at) => edit(at, { schema: '9999_later 0123456789ab' }),
      /migration 9999_later.* with that one\.$/,
    ],
    [
      'with the fingerprint of another key',
      (at) => edit(at, { keyFingerprint: 'f' }),
      /not of this backup\.$/,
    ],
  ]
  const edit = (folder: string, change: object) => {
    const file = path.join(folder, 'manifest.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }))
  }
  test.each(altered)('a backup %s', async (_what, alter, expected) => {
    const copy = path.join(folders.base, 'altered')
    cpSync(backup, copy, { recursive: true })
    try {
      alter(copy)
      await refused(expected, 'restore', copy)
    } finally {
      rmSync(copy, { recursive: true })
    }
  })
})

describe('a full disk', () => {
  const disk = path.join(folders.base, 'disk')
  const onDisk = async (megabytes: number, check: () => Promise<void>, skip: (note: string) => void) => {
    const unmount = mountSmallDisk(disk, megabytes)
    if (!unmount) return skip('this user may not mount a disk')
    try {
      await check()
    } finally {
      unmount()
    }
  }

  test('leaves no backup, and the command prints one line about it', ({ skip }) =>
    onDisk(
      3,
      async () => {
        expect(await run(dataDir, 'backup', path.join(disk, 'backup'))).toBe(1)
        expect(lines).toEqual([`No backup was made: the disk is full (${path.join(disk, 'backup')}).`])
        expect(readdirSync(disk)).toEqual([])
      },
      skip,
    ))

  test.for([20, 60])(
    'of %i MB restores nothing, and the command prints one line about it',
    (megabytes, { skip }) =>
      onDisk(
        megabytes,
        async () => {
          expect(await run(path.join(disk, 'data'), 'restore', backup)).toBe(1)
          expect(lines).toEqual([`Nothing was restored: the disk is full (${path.join(disk, 'data')}).`])
          expect(readdirSync(path.join(disk, 'data')).sort()).toEqual(['andromede.json', 'logs'])
        },
        skip,
      ),
  )
})
