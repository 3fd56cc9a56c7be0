import { randomBytes } from 'node:crypto'
import { StartRefusal } from '~/db/embedded/index'
import { flush } from '../backup/durable'
import { encryptionKeysOf, readKeptSecrets, type Secrets, saveSecrets } from '../secrets'
import { rewriteKeyrings } from './keyrings'
import { admitNextKey, leavePreviousKey, type RotationOptions } from './rotate'

/**
 * Rotates the key of an installation of `npm start`, running or stopped. Each step is written down before the next one:
 * after an interruption the same call goes on, and at every moment `secrets.json` has each key that sealed a value.
 *
 * @throws StartRefusal
 */
export async function rotateDataFolder(dataDir: string, options: RotationOptions): Promise<void> {
  let secrets = read(dataDir)
  if (!secrets.previousEncryptionKey) {
    if (!secrets.nextEncryptionKey)
      secrets = save(dataDir, { ...secrets, nextEncryptionKey: randomBytes(32).toString('base64') })
    rewriteKeyrings(dataDir, encryptionKeysOf(secrets))
    await admitNextKey(options, encryptionKeysOf(secrets))
    const { encryptionKey, nextEncryptionKey, ...others } = secrets
    if (!nextEncryptionKey) throw new StartRefusal(`${dataDir}: the next key is gone.`)
    secrets = save(dataDir, {
      ...others,
      encryptionKey: nextEncryptionKey,
      previousEncryptionKey: encryptionKey,
    })
  }
  rewriteKeyrings(dataDir, encryptionKeysOf(secrets))
  await leavePreviousKey(options, encryptionKeysOf(secrets))
  const { previousEncryptionKey: _, ...rest } = secrets
  secrets = save(dataDir, rest)
  rewriteKeyrings(dataDir, encryptionKeysOf(secrets))
}

function read(dataDir: string): Secrets {
  const secrets = readKeptSecrets(dataDir)
  if (!secrets) throw new StartRefusal(`${dataDir} holds no secrets of an installation.`)
  return secrets
}

/** On disk before anything is sealed with a key that is only there. */
function save(dataDir: string, secrets: Secrets): Secrets {
  saveSecrets(dataDir, secrets)
  flush(`${dataDir}/secrets.json`)
  flush(dataDir)
  return secrets
}
