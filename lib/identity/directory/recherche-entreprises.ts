import type { CircuitBreaker } from '~/lib/kernel/concurrency/circuit-breaker'
import { log } from '~/lib/kernel/log'
import { boundedText } from '~/lib/kernel/text/bounded-text'
import { parseSearchAnswer, UnreadableAnswer } from './parse-answer'
import type { CompanyDirectory, DirectoryAnswer, DirectoryQuestion } from './port'

const name = 'recherche-entreprises'
const answerBytesMax = 512 * 1024

export type RemoteOptions = { baseUrl: string; timeoutMs: number; breaker: CircuitBreaker }

/**
 * The public *Recherche d'entreprises* service: three seconds at most, no redirects, bounded size, strict parsing. A
 * service that keeps failing is not called for a while.
 */
export function rechercheEntreprises({ baseUrl, timeoutMs, breaker }: RemoteOptions): CompanyDirectory {
  return {
    name,
    async lookUp(question) {
      if (!breaker.allows()) return { outcome: 'unavailable', source: name }
      try {
        const answer = await request(baseUrl, timeoutMs, question)
        breaker.succeeded()
        return answer
      } catch (error) {
        breaker.failedOnce()
        log.warn({ err: error, directory: name }, 'the company directory did not answer')
        return { outcome: 'unavailable', source: name }
      }
    },
  }
}

async function request(
  baseUrl: string,
  timeoutMs: number,
  question: DirectoryQuestion,
): Promise<DirectoryAnswer> {
  const url = new URL('/search', baseUrl)
  url.searchParams.set('q', question.siret ?? question.siren)
  url.searchParams.set('per_page', '5')
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (response.status !== 200) throw new UnreadableAnswer(`status ${response.status}`)
  return parseSearchAnswer(JSON.parse(await boundedText(response, answerBytesMax)), question, name)
}
