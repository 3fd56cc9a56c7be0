import { hash, verify } from '@node-rs/argon2'
import { createWorkQueue } from '~/lib/kernel/concurrency/work-queue'
import { DomainError } from '~/lib/kernel/errors'
import { waitParams } from '~/lib/kernel/net/wait-params'

/** Argon2id, the package's default variant, with OWASP's minimum: 19 MiB and two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Each hash takes 19 MiB and a core for a while: without a bound, a burst of sign-ins would stop the site. */
const queue = createWorkQueue(2, 20)

/** A hash without a matching password, so that an unknown e-mail costs as much as a known one. */
export const dummyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$4Vg8oDpyYjHjNqfzqTHMLA$5LRWvjFDXugNZciBgraFgKHqW6uGo4HMGV4pmpiVUqI'

/** @throws DomainError `rate_limited` when too many hashes are pending */
export async function hashPassword(password: string): Promise<string> {
  return bounded(() => hash(password.normalize('NFKC'), cost))
}

/**
 * Whether `password` matches `passwordHash`. With null (no such person) always false, after the same work.
 *
 * @throws DomainError `rate_limited` when too many hashes are pending
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await bounded(() => verify(passwordHash ?? dummyHash, password.normalize('NFKC')))
  return passwordHash !== null && isRight
}

async function bounded<T>(work: () => Promise<T>): Promise<T> {
  const done = await queue.offer(work)
  if (!done) throw new DomainError('rate_limited', { params: waitParams(5) })
  return done.result
}
