export const sshPort = 22
export const sshBanner = 'SSH-2.0-OpenSSH_10.0'
/** Every simulated guest serves SSH and HTTP, and nothing else. */
const listeningPorts: readonly number[] = [sshPort, 80]

export const isListening = (port: number): boolean => listeningPorts.includes(port)

/** Images with this alias prefix carry no cloud-init; all others do. */
export const plainImagePrefix = 'plain-'

/** The addresses that the guest takes: an image without cloud-init has no DHCPv6 client. */
export const heldAddresses = ({
  address,
  address6,
  image,
}: {
  address: string
  address6: string | null
  image: string
}): string[] => (address6 === null || image.startsWith(plainImagePrefix) ? [address] : [address, address6])
