import { z } from 'zod'
import { AcmeError, failureOfProblem } from './acme-error'
import { acme } from './acme-library'
import { converse } from './call-directory'

export type AcmeOrder = {
  url: string
  status: 'pending' | 'ready' | 'processing' | 'valid' | 'invalid'
  /** The pause before the next request that the directory wants; 0 without one. */
  retryAfterSeconds: number
}

/** The calls of a directory that the worker needs. Each may be repeated. @throws AcmeError */
export type AcmeServer = {
  /** Ensures our account; returns its address. */
  ensureAccount(contact: string): Promise<string>
  order(hostNames: readonly string[]): Promise<AcmeOrder>
  read(orderUrl: string): Promise<AcmeOrder>
  /** Lets the directory check the challenges. @throws AcmeError of the first one that failed */
  answerChallenges(orderUrl: string): Promise<void>
  finalize(orderUrl: string, hostNames: readonly string[], privateKey: string): Promise<AcmeOrder>
  /** The chain of a valid order. */
  download(orderUrl: string): Promise<string>
}

export type AcmeServerSettings = {
  directoryUrl: string
  authorities: string | null
  accountKey: string
  accountUrl: string | null
}

/** Longer than a directory needs, and much shorter than a lease. */
const timeoutMs = 10_000
const problem = z.object({ type: z.string(), detail: z.string().default('') })

/** A directory over RFC 8555, with challenges by HTTP alone. */
export function openAcmeServer({ accountKey, accountUrl, ...directory }: AcmeServerSettings): AcmeServer {
  const client = new acme.Client({
    directoryUrl: directory.directoryUrl,
    accountKey,
    ...(accountUrl && { accountUrl }),
  })
  const ask = <T>(run: () => Promise<T>) => converse({ ...directory, timeoutMs }, run)
  const find = async (url: string) => {
    const empty = { url, status: 'pending' as const, identifiers: [], authorizations: [], finalize: '' }
    return ask(() => client.getOrder(empty))
  }
  return {
    async ensureAccount(contact) {
      await ask(() => client.createAccount({ termsOfServiceAgreed: true, contact: [`mailto:${contact}`] }))
      return client.getAccountUrl()
    },
    async order(hostNames) {
      const identifiers = hostNames.map((value) => ({ type: 'dns', value }))
      const { value, retryAfterSeconds } = await ask(() => client.createOrder({ identifiers }))
      return { url: value.url, status: value.status, retryAfterSeconds }
    },
    async read(url) {
      const { value, retryAfterSeconds } = await find(url)
      if (value.status === 'invalid') {
        await ask(async () => refuseInvalid(await client.getAuthorizations(value)))
        const found = problem.safeParse(value.error)
        if (found.success) throw new AcmeError(failureOfProblem(found.data.type), found.data.detail)
        throw new AcmeError('rejected', 'the order is invalid')
      }
      return { url, status: value.status, retryAfterSeconds }
    },
    async answerChallenges(url) {
      const { value } = await find(url)
      await ask(async () => {
        const authorizations = await client.getAuthorizations(value)
        refuseInvalid(authorizations)
        for (const { identifier, status, challenges } of authorizations) {
          if (status !== 'pending') continue
          const challenge = challenges.find(({ type }) => type === 'http-01')
          if (!challenge) throw new AcmeError('rejected', `${identifier.value}: no challenge by HTTP`)
          if (challenge.status === 'pending') await client.completeChallenge(challenge)
        }
      })
    },
    async finalize(url, hostNames, privateKey) {
      const [, csr] = await acme.crypto.createCsr({ altNames: [...hostNames] }, privateKey)
      const { value: order } = await find(url)
      const { value, retryAfterSeconds } = await ask(() => client.finalizeOrder(order, csr))
      return { url, status: value.status, retryAfterSeconds }
    },
    async download(url) {
      const { value: order } = await find(url)
      return (await ask(() => client.getCertificate(order))).value
    },
  }
}

type Authorizations = Awaited<ReturnType<InstanceType<typeof acme.Client>['getAuthorizations']>>

function refuseInvalid(authorizations: Authorizations): void {
  for (const { identifier, status, challenges } of authorizations) {
    if (status === 'pending' || status === 'valid') continue
    const found = challenges.flatMap(({ error }) => problem.safeParse(error).data ?? [])[0]
    const text = `${identifier.value}: ${found?.detail ?? status}`
    throw new AcmeError(found ? failureOfProblem(found.type) : 'rejected', text)
  }
}
