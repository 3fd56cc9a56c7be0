import { createHash } from 'node:crypto'
import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { accountKeyPlace } from '../secret-places'
import { acme } from './acme-library'
import { type AcmeServer, type AcmeServerSettings, openAcmeServer } from './acme-server'
import * as rows from './queries/acme'

export type OpenAcmeServer = (settings: AcmeServerSettings) => AcmeServer

/** The account's key at this directory, made and sealed at the first call. */
export async function ensureAccountKey(ctx: OpContext, { directoryUrl }: rows.AcmeService): Promise<void> {
  if (await withSystem(ctx, (tx) => rows.findAcmeAccount(tx, directoryUrl))) return
  const key = await makeKey()
  await withSystem(ctx, (tx) =>
    rows.insertAcmeAccount(tx, {
      directoryUrl,
      keySealed: seal(key, accountKeyPlace(directoryUrl)),
      thumbprint: thumbprintOf(key),
      createdAt: ctx.now,
    }),
  )
}

/** A new key on the curve P-256, as PEM. */
export async function makeKey(): Promise<string> {
  return (await acme.crypto.createPrivateEcdsaKey('P-256')).toString()
}

/** The thumbprint of a key (RFC 7638), which answers to challenges end with. Pure. */
function thumbprintOf(key: string): string {
  return createHash('sha256')
    .update(JSON.stringify(acme.crypto.getJwk(key)))
    .digest('base64url')
}

/** The directory with our account there, which is made at the first call. @throws AcmeError */
export async function openDirectory(
  ctx: OpContext,
  { directoryUrl, authorities, contact }: rows.AcmeService,
  open: OpenAcmeServer = openAcmeServer,
): Promise<AcmeServer> {
  const account = await withSystem(ctx, (tx) => rows.findAcmeAccount(tx, directoryUrl))
  invariant(account, 'the key is made before the directory is asked')
  const accountKey = unseal(account.keySealed, accountKeyPlace(directoryUrl))
  const settings = { directoryUrl, authorities, accountKey }
  const server = open({ ...settings, accountUrl: account.accountUrl })
  if (account.accountUrl) return server
  const accountUrl = await server.ensureAccount(contact)
  await withSystem(ctx, (tx) => rows.setAcmeAccountUrl(tx, directoryUrl, accountUrl))
  return server
}
