import type { Instrumentation } from 'next'

/** Runs once when a web process starts, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { markPeerAddresses } = await import('./app/_server/proxy/mark-peer-addresses')
  markPeerAddresses()
}

/** Called for every error that no page, action or route handled. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { reportRequestError } = await import('./app/_server/report-request-error')
  reportRequestError(error, request, context)
}
