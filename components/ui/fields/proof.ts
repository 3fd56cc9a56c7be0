/** The field that no action receives: the proof is given to `prove`. */
export const proofName = 'proof'

export type AskedProof = 'code' | 'password'

/** Which proof a refusal with `proof_required` asks for. */
export const askedProof = ({ params }: { params?: Record<string, string> }): AskedProof =>
  params?.proof === 'password' ? 'password' : 'code'
