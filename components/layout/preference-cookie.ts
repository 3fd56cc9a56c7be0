const oneYearSeconds = 31_536_000

/** Stores a preference of this browser for the server to read at the next page. */
export function keepPreference(name: 'theme' | 'locale' | 'organisation', value: string) {
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing from Firefox ESR.
  document.cookie = `${name}=${value}; path=/; max-age=${oneYearSeconds}; samesite=lax${secure}`
}
