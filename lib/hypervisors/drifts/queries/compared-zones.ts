import type { Id } from '~/lib/kernel/ids'

export type ComparedZone = { id: Id<'zone'>; code: string; driver: 'simulator' | 'incus' }
