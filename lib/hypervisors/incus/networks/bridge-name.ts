import { createHash } from 'node:crypto'

/** A bridge name is a Linux interface name: at most fifteen characters. */
export function bridgeName(installation: string, networkId: string): string {
  return `an${createHash('sha256').update(`${installation}/${networkId}`).digest('hex').slice(0, 12)}`
}

/** Of a bridge, or of an OVN network: both have the same name. */
export const isPrivateBridge = (name: string): boolean => /^an[0-9a-f]{12}$/.test(name)
