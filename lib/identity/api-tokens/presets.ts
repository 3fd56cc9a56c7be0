import type { MemberPermission } from '../permissions'

/** Usual rights of a token. */
export const tokenPresets = ['read', 'operate', 'all'] as const
export type TokenPreset = (typeof tokenPresets)[number]

const isReading = (permission: string) => /:(read|view|history)$/.test(permission)
/** What a deployment does: order servers, operate them, delete them. */
const operating: readonly MemberPermission[] = [
  'order:place',
  'instance:operate',
  'instance:delete',
  'ssh_key:write',
]

/** The rights of a preset among those that the holder has, in their order. Pure. */
export function permissionsOf<P extends MemberPermission>(preset: TokenPreset, held: readonly P[]): P[] {
  return held.filter(
    (each) => preset === 'all' || isReading(each) || (preset === 'operate' && operating.includes(each)),
  )
}
