export const sshPort = 22
export const sshBanner = 'SSH-2.0-OpenSSH_10.0'
/** Every simulated guest serves SSH and HTTP, and nothing else. */
const listeningPorts: readonly number[] = [sshPort, 80]

export const isListening = (port: number): boolean => listeningPorts.includes(port)
