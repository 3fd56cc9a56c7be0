/** Prefix of everything that forms keep in this tab; an order may hold secrets in its user data. */
export const draftPrefix = 'draft:'

/** Removes the kept input of this tab, or of its keys that `isOther` selects. */
export function forgetDrafts(isOther: (key: string) => boolean = () => true): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(draftPrefix) && isOther(key)) sessionStorage.removeItem(key)
  } catch {
    // Without storage nothing was kept.
  }
}
