import type { AuditEventName, AuditSubject } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { refuseToken } from './authorize'
import { accountCredentials, staffCredentials } from './queries/credentials'
import { accountSessionStore, staffSessionStore } from './queries/session-store'
import { accountRecovery, staffRecovery } from './staff/queries/second-factor'

export type PersonKind = 'account' | 'staff'

const directories = {
  account: {
    kind: 'account' as const,
    people: accountCredentials,
    sessions: accountSessionStore,
    recovery: accountRecovery,
  },
  staff: {
    kind: 'staff' as const,
    people: staffCredentials,
    sessions: staffSessionStore,
    recovery: staffRecovery,
  },
}
/** The accounts of one surface. Customers and staff never share a table. */
export type Directory = (typeof directories)[PersonKind]

/** Returns the directory in which this context's surface signs in. */
export function directoryOf(ctx: OpContext): Directory {
  if (ctx.surface === 'worker')
    throw new DomainError('unauthenticated', { internal: 'the worker has no sign-in' })
  return directories[ctx.surface === 'operator' ? 'staff' : 'account']
}

export type Person = {
  directory: Directory
  id: string
  sessionHash: string
  secondFactorAt: Date | null
}

/**
 * Returns the person signed in on their own surface. Staff without a second factor pass: this is for signing out and
 * enrolling; everything else uses `authorizePerson`.
 */
export function authorizeEnrolment(ctx: OpContext): Person {
  const { actor } = ctx
  refuseToken(ctx)
  const directory = directoryOf(ctx)
  if (directory.kind === 'account' && actor.kind === 'account') {
    return {
      directory,
      id: actor.accountId,
      sessionHash: actor.sessionHash,
      secondFactorAt: actor.secondFactorAt,
    }
  }
  if (directory.kind === 'staff' && actor.kind === 'staff') {
    return {
      directory,
      id: actor.staffId,
      sessionHash: actor.sessionHash,
      secondFactorAt: actor.secondFactorAt,
    }
  }
  throw new DomainError('unauthenticated')
}

/**
 * Returns the person signed in on their own surface, staff with their second factor.
 *
 * @throws DomainError `unauthenticated`, `second_factor_setup_required`
 */
export function authorizePerson(ctx: OpContext): Person {
  const person = authorizeEnrolment(ctx)
  if (person.directory.kind === 'staff' && !person.secondFactorAt)
    throw new DomainError('second_factor_setup_required')
  return person
}

/** The audit subject for a person's act on their own account, which belongs to no organisation. */
export function personSubject(
  directory: Directory,
  id: string,
  details: Record<string, unknown> = {},
): AuditSubject {
  return { organisationId: null, kind: directory.kind, id, details }
}

type PersonEvent<E> = E extends `account.${infer Rest}`
  ? `staff.${Rest}` extends AuditEventName
    ? Rest
    : never
  : never

/** Returns the event name for an account or for staff, such as `signed_in`. */
export function personEvent(directory: Directory, event: PersonEvent<AuditEventName>): AuditEventName {
  return `${directory.kind}.${event}`
}
