import type { DriftKind } from '~/lib/hypervisors/client'
import type { LosableKind } from '~/lib/resources/client'

/**
 * The kind of resource that two people may declare lost; null for a difference of another kind. A load balancer and the lead of
 * an address are made again from their rows. Pure.
 */
export function losableKindOf({ kind, subject }: { kind: DriftKind; subject: string }): LosableKind | null {
  if (kind === 'instance_missing') return 'instance'
  if (kind === 'volume_missing') return subject.startsWith('bkp_') ? 'backup' : 'volume'
  return kind === 'image_missing' ? 'image' : null
}
