import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'
import { StartRefusal } from '~/db/embedded/index'
import { readAdmittedKeys } from '~/db/other-secrets'
import { countByKey, resealColumns } from '~/db/sealed/reseal'
import { admitKeys, listProcessKeys, type ProcessKeys } from '~/db/sealed/rotation-state'
import { setKeys } from '~/lib/kernel/secrets/keyring'
import { type EncryptionKeys, heldBy, keyIdOf } from '~/lib/kernel/secrets/keyring-form'
import { sealedColumns } from '../../commands/sealed-columns'

export type RotationOptions = {
  /** As the owner of the tables. */
  sql: postgres.Sql
  report: (line: string) => void
  /** How long processes may take to have their keys. */
  patienceMs?: number
  /**
   * A value that was sealed just before a process changed keys may still be in an open transaction: the server ends one
   * after 20 s without a statement, and a statement after 15 s.
   */
  settleSeconds?: number
}

const usualPatienceMs = 120_000
const usualSettleSeconds = 40
const askEveryMs = 1_000

/**
 * First half of a rotation: every process that runs opens with both keys, and from now on none may start that does not.
 *
 * @throws StartRefusal naming the processes that lack a key
 */
export async function admitNextKey(options: RotationOptions, keys: EncryptionKeys): Promise<void> {
  const { sql, report } = options
  const { holds } = heldBy(keys)
  await refuseUnknownKeys(sql, holds)
  await waitForProcesses(options, `hold the keys ${holds.join(', ')}`, ({ keys: held }) =>
    holds.every((id) => held.holds?.includes(id)),
  )
  await admitKeys(sql, keys)
  report(`every process holds ${holds.join(' and ')}; one that lacks either is refused from now on`)
}

/**
 * Second half: every process seals with the first key; everything is sealed again with it, and the others are no longer
 * needed.
 *
 * @throws StartRefusal when the first half was left out, when processes seal with another key, or when values do not
 * open
 */
export async function leavePreviousKey(options: RotationOptions, keys: EncryptionKeys): Promise<void> {
  const { sql, report, settleSeconds = usualSettleSeconds } = options
  const seals = keyIdOf(keys[0])
  const admitted = await readAdmittedKeys(sql)
  if (admitted.length > 0 && !admitted.includes(seals))
    throw new StartRefusal(
      `The key ${seals} is not admitted yet: first set it as ENCRYPTION_KEY_NEXT of every process and of rotate-key. Nothing was changed.`,
    )
  await waitForProcesses(options, `seal with ${seals}`, ({ keys: held }) => {
    if (held.seals !== seals) return false
    return held.sealsForSeconds == null || held.sealsForSeconds >= settleSeconds
  })
  setKeys(keys)
  for (;;) {
    const { resealed, missed, unopened } = await resealColumns(sql, sealedColumns, seals, report)
    const lost = Object.entries(unopened).map(([name, count]) => `${count} in ${name}`)
    if (lost.length > 0 && resealed === 0)
      throw new StartRefusal(
        `No key that is set opens ${lost.join(', ')}; the previous key stays admitted. See docs/operating/keys.md.`,
      )
    if (resealed === 0 && missed === 0 && lost.length === 0) break
  }
  const left = [...(await countByKey(sql, sealedColumns))].filter(([id]) => id !== seals)
  if (left.length > 0) throw new StartRefusal('Values were sealed with another key meanwhile; run it again.')
  await admitKeys(sql, [keys[0]])
  report(`nothing is sealed with another key than ${seals}`)
}

/** A key that opens nothing here is a mistake. */
async function refuseUnknownKeys(sql: postgres.Sql, holds: readonly string[]): Promise<void> {
  const lacking = (await readAdmittedKeys(sql)).filter((id) => !holds.includes(id))
  if (lacking.length > 0)
    throw new StartRefusal(
      `The database needs the key ${lacking.join(', ')}, which is not set. Nothing was changed.`,
    )
}

async function waitForProcesses(
  { sql, report, patienceMs = usualPatienceMs }: RotationOptions,
  what: string,
  isDone: (process: ProcessKeys) => boolean,
): Promise<void> {
  const giveUpAt = performance.now() + patienceMs
  for (let told = ''; ; ) {
    const waiting = (await listProcessKeys(sql)).filter((each) => !isDone(each))
    if (waiting.length === 0) return
    const names = waiting.map(({ kind, id }) => `${kind} ${id}`).join(', ')
    if (performance.now() >= giveUpAt)
      throw new StartRefusal(
        `These processes do not ${what}: ${names}. Give them their keys and run it again.`,
      )
    if (told !== names) report(`waiting until these processes ${what}: ${names}`)
    told = names
    await pause(askEveryMs)
  }
}
