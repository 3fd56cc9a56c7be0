const explanations: Record<string, string> = {
  ENOTFOUND: 'its host name is unknown',
  EAI_AGAIN: 'its host name could not be looked up',
  ECONNREFUSED: 'nothing listens at its host and port',
  ECONNRESET: 'its host cut the connection',
  EHOSTUNREACH: 'its host cannot be reached',
  CONNECT_TIMEOUT: 'its host did not answer in time',
  CONNECTION_CLOSED: 'its host cut the connection',
  '28P01': 'the server refused its user or password',
  '28000': 'the server refused its user',
  '3D000': 'the database it names does not exist',
  '57P03': 'the server is starting or stopping',
}

/** Why a database could not be reached, in words; undefined for other failures. */
export function explainConnection(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const known = explanations[(each as { code?: string }).code ?? '']
    if (known) return known
  }
  return undefined
}
