import type { ChangeRequest } from '~/db/schema/ordering/changes'

/**
 * The key under which only one change may wait at a time: the size of a server, a snapshot of one name. Pure.
 */
export function changeKey(request: ChangeRequest): string {
  const id = 'instanceId' in request ? request.instanceId : request.volumeId
  return ['name' in request ? request.name : '', id, request.kind].reverse().join(':')
}
