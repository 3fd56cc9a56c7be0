import type { InstanceSpec } from '../../port/driver'
import type { InstanceRecord } from './instance-record'

/** The property by which images say that they carry cloud-init. */
export const cloudVariant = { variant: 'cloud' } as const

/** Whether the server's image runs cloud-init, which then installs the keys at first boot. */
export function takesCloudConfig(record: InstanceRecord): boolean {
  return record.config['image.variant'] === cloudVariant.variant
}

/**
 * What cloud-init reads at first boot. The keys are meta-data, because user data with keys of its own replaces those of
 * vendor data; our defaults are vendor data, which user data overrides; user data is the customer's. Each setting is
 * always written: a copy of a server would take an absent one from its source. Images without cloud-init ignore them.
 */
export function cloudInitConfig({
  sshKeys,
  userData,
  type,
}: Pick<InstanceSpec, 'sshKeys' | 'userData' | 'type'>) {
  return {
    // JSON is valid YAML, so a key cannot escape its string.
    'user.meta-data': sshKeys.length > 0 ? `public-keys: ${JSON.stringify(sshKeys)}\n` : '',
    'cloud-init.vendor-data': vendorData,
    'cloud-init.user-data': userData ?? '',
    'cloud-init.network-config': type === 'virtual-machine' ? '' : networkConfig,
  }
}

/** Distributions refuse root by default; our keys are for root. */
const vendorData = '#cloud-config\n{"disable_root": false}\n'

const further = {
  dhcp4: true,
  optional: true,
  'dhcp4-overrides': { 'use-routes': false },
  // An announcement of its router would be a second way out, and cannot be taken without.
  'accept-ra': false,
}
/**
 * Lets a container configure each further card over IPv4 when it is connected; without its routes, since the way out is by the
 * first card. The cards of a virtual machine have names that are not known in advance: its image configures the first.
 */
const networkConfig = `${JSON.stringify({
  version: 2,
  ethernets: { eth0: { dhcp4: true, 'accept-ra': true }, eth1: further, eth2: further, eth3: further },
})}\n`
