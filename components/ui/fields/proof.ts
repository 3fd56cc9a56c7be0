/** The field that actions never receive: the proof goes to `prove`. */
export const proofName = 'proof'

export type AskedProof = 'code' | 'password'

/** Which proof a `proof_required` refusal requires. */
export const askedProof = ({ params }: { params?: Record<string, string> }): AskedProof =>
  params?.proof === 'password' ? 'password' : 'code'
