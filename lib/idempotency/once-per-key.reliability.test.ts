import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeBuyer } from '~/testing/buyer'
import { takeKey } from './once-per-key'

const rounds = Number(process.env.ROUNDS ?? 5)
const database = useTestDatabase()
const { sql } = database

/** Starts a process that holds this key; resolves once the key is held, with a function that kills it. */
async function holdElsewhere(args: string[]): Promise<() => Promise<void>> {
  const program = fileURLToPath(new URL('./testing/hold-key-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: database.current.urls.portal },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const held = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => String(chunk).includes('held') && resolve())
  })
  await Promise.race([held, exited])
  return async () => {
    child.kill('SIGKILL')
    await exited
  }
}

test.each(['working', 'answering'])(
  'the key of a portal killed while %s is taken over by the retry',
  async (moment) => {
    const buyer = await makeBuyer(sql)
    const ctx = buyer.as()
    const waits: number[] = []
    for (let index = 0; index < rounds; index += 1) {
      const request = { key: `${moment}-${index}`, hash: 'h'.repeat(64) }
      const kill = await holdElsewhere([
        moment,
        buyer.organisationId,
        buyer.accountId,
        request.key,
        request.hash,
      ])
      await kill()
      const killedAt = performance.now()
      expect(await takeKey(ctx, request)).toMatchObject({ state: 'held' })
      waits.push(Math.round(performance.now() - killedAt))
    }
    console.info(`${moment}: a retry took the key after ${waits.join(', ')} ms`)
  },
)
