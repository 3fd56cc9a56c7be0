import type { OrganisationState } from '~/lib/kernel/op-context'

export type OrganisationTone = 'ok' | 'warn' | 'bad' | 'info' | 'off'

/** The colour of a state, always shown together with its name. */
export const organisationTone: Record<OrganisationState, OrganisationTone> = {
  pending: 'warn',
  needs_info: 'info',
  active: 'ok',
  suspended: 'bad',
  closed: 'off',
  refused: 'bad',
}
