import type { MemberRole } from '~/lib/kernel/op-context'

type Member = { id: string; role: MemberRole }

/** Whether an owner remains after this member gets `nextRole`, or leaves (null). Pure. */
export function keepsAnOwner(
  members: readonly Member[],
  memberId: string,
  nextRole: MemberRole | null,
): boolean {
  return members.some((member) => (member.id === memberId ? nextRole : member.role) === 'owner')
}
