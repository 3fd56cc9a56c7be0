import type { Cart } from '~/lib/ordering/client'

/**
 * The cart as a draft: without user data, which may hold secrets, and without a confirmation. Copied lines must not share objects: a shared object
 * would be sent as a reference, which the server rejects.
 */
export const toDraft = (cart: Cart): Cart => ({
  ...cart,
  lines: cart.lines.map(({ userData: _userData, isEveryoneConfirmed: _confirmed, ...line }) => ({
    ...line,
    sshKeyIds: [...line.sshKeyIds],
  })),
})
