import type { ChangeRequest } from '~/db/schema/changes'

/** What only one change at a time may wait about: the size of a server, a snapshot of one name. Pure. */
export function changeKey(request: ChangeRequest): string {
  switch (request.kind) {
    case 'resize_instance':
      return `${request.kind}:${request.instanceId}`
    case 'grow_volume':
      return `${request.kind}:${request.volumeId}`
  }
}
