/** Public halves of keys with discarded private halves: they grant no access anywhere. */
export const sshKeyPlans: Readonly<Record<string, readonly { name: string; publicKey: string }[]>> = {
  valmont: [
    {
      name: 'poste-dsi',
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPhEcoqqQgQFEu6IJEuPT3rEOi9skb3K6Cqw78huUim+',
    },
    {
      name: 'astreinte',
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIF5RjANA+hIz325b6sss/01RK8jgsOZ47IfzwpfSqjW',
    },
  ],
  brevannes: [
    {
      name: 'exploitation',
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKma62QFVuyolRNpn57t3Ciej5pyccgtF2I3CHQ79/GV',
    },
  ],
  lumen: [
    {
      name: 'production',
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINclhGo5+jrjtJ50PrRffCddxoATemrIgDPYF3hR3/yq',
    },
  ],
  verrerie: [
    {
      name: 'poste-fixe',
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHATmlFXI5UtoVZ1Og+L9AXESD49Pc3DcvyJpiE2aYK9',
    },
  ],
  nordix: [
    {
      name: 'ines',
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPzLwrysxQ5rh5mQbcmIGqmqkwm3EPm7SEbhPso0i82m',
    },
  ],
  littoraux: [
    {
      name: 'bastion-snum',
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOGD1nRXjeMQ1cyzkqp22cP/ewEM8+iRo3UhOTLKEVv5',
    },
  ],
  morvandel: [
    {
      name: 'infogerance',
      publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINLXWGIE7YKJ0MCmZW9Jtp8o8/zHE9jP/8MMCDQP7ub6',
    },
  ],
}
