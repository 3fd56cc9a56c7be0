import { z } from 'zod'
import type { CircuitBreaker } from '~/lib/kernel/concurrency/circuit-breaker'
import { log } from '~/lib/kernel/log'
import { boundedText } from '~/lib/kernel/text/bounded-text'
import type { BuyerDirectory, BuyerDirectoryAnswer, BuyerStructure } from './directory'

const name = 'afnor'
const answerBytesMax = 512 * 1024
const codesPerStructure = 200

/** Platforms write two of these with and without `Code`, and omit false values. */
const flags = z.object({
  serviceCodeStatus: z.boolean().nullish(),
  managesLegalCommitment: z.boolean().nullish(),
  managesLegalCommitmentCode: z.boolean().nullish(),
  managesLegalCommitmentOrService: z.boolean().nullish(),
  managesLegalCommitmentOrServiceCode: z.boolean().nullish(),
})
const facility = z.object({
  siret: z.string().regex(/^\d{14}$/),
  name: z.string().max(400).nullish(),
  b2gAdditionalData: flags.nullish(),
})
const routingCodes = z.object({
  results: z
    .array(
      z.object({
        routingIdentifier: z.string().min(1).max(100),
        routingCodeName: z.string().max(400).nullish(),
        administrativeStatus: z.string().max(20).nullish(),
      }),
    )
    .max(codesPerStructure),
})
const token = z.object({ access_token: z.string().min(1).max(8_000), expires_in: z.number().positive() })

export type AfnorOptions = {
  baseUrl: string
  tokenUrl: string
  clientId: string
  clientSecret: string
  timeoutMs: number
  breaker: CircuitBreaker
  clock: () => number
}

/**
 * The directory service of an approved platform (AFNOR XP Z12-013): an establishment by its SIRET, then its
 * routing codes, which for a public structure are its service codes. Three seconds in total, no redirects,
 * bounded size, strict parsing, and a circuit breaker after repeated failures.
 */
export function afnorBuyers(options: AfnorOptions): BuyerDirectory {
  const bearer = keepToken(options)
  return {
    name,
    async lookUp(siret) {
      if (!options.breaker.allows()) return { outcome: 'unavailable', source: name }
      try {
        const answer = await queryDirectory(options, bearer, siret)
        options.breaker.succeeded()
        return answer
      } catch (error) {
        options.breaker.failedOnce()
        log.warn({ err: error, directory: name }, 'the directory of structures did not answer')
        return { outcome: 'unavailable', source: name }
      }
    },
  }
}

type Bearer = (signal: AbortSignal) => Promise<string>

async function queryDirectory(
  options: AfnorOptions,
  bearer: Bearer,
  siret: string,
): Promise<BuyerDirectoryAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs)
  const authorization = `Bearer ${await bearer(signal)}`
  const call = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, options.baseUrl), {
      ...init,
      redirect: 'error',
      headers: { accept: 'application/json', 'content-type': 'application/json', authorization },
      signal,
    })
  const found = await call(`/v1/siret/code-insee:${siret}`)
  if (found.status === 404) return { outcome: 'unknown', source: name }
  const structure = facility.parse(await read(found))
  if (structure.siret !== siret) throw new Error('the answer is about another establishment')
  // A company has no such data: it is not a public structure.
  if (!structure.b2gAdditionalData) return { outcome: 'unknown', source: name }
  const listed = await call('/v1/routing-code/search', {
    method: 'POST',
    body: JSON.stringify({
      filters: { siret: { op: 'strict', value: siret } },
      limit: codesPerStructure,
      ignore: 0,
    }),
  })
  const codes = listed.status === 404 ? [] : routingCodes.parse(await read(listed)).results
  return { outcome: 'found', source: name, structure: toStructure(structure, codes) }
}

function toStructure(
  { siret, name: legalName, b2gAdditionalData: data }: z.output<typeof facility>,
  codes: z.output<typeof routingCodes>['results'],
): BuyerStructure {
  return {
    siret,
    name: legalName ?? siret,
    isServiceCodeRequired: data?.serviceCodeStatus ?? false,
    isCommitmentRequired: data?.managesLegalCommitment ?? data?.managesLegalCommitmentCode ?? false,
    isCommitmentOrServiceCodeRequired:
      data?.managesLegalCommitmentOrService ?? data?.managesLegalCommitmentOrServiceCode ?? false,
    serviceCodes: codes.map((code) => ({
      code: code.routingIdentifier,
      name: code.routingCodeName ?? code.routingIdentifier,
      isActive: code.administrativeStatus !== 'I',
    })),
  }
}

async function read(response: Response): Promise<unknown> {
  if (response.status !== 200) throw new Error(`status ${response.status}`)
  return JSON.parse(await boundedText(response, answerBytesMax))
}

/** A client-credentials token, renewed half a minute before it expires. */
function keepToken({ tokenUrl, clientId, clientSecret, clock }: AfnorOptions): Bearer {
  let kept: { text: string; until: number } | undefined
  return async (signal) => {
    if (kept && clock() < kept.until) return kept.text
    const response = await fetch(tokenUrl, {
      method: 'POST',
      redirect: 'error',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }),
      signal,
    })
    const answer = token.parse(await read(response))
    kept = { text: answer.access_token, until: clock() + (answer.expires_in - 30) * 1_000 }
    return kept.text
  }
}
