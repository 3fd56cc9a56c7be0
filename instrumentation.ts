/** Runs once when a web process starts, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { markPeerAddresses } = await import('./app/_server/proxy/mark-peer-addresses')
  markPeerAddresses()
}
